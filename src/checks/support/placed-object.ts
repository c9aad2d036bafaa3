import type { DatabaseSchema, Table } from '../../shared/database-schema';
import { indexInWords } from './index-match';

/** A `placeKey` taken apart. Of a part of a table or an enum, `owner` is that. */
export type PlacedObject = { kind: string; schema: string; owner: string | null; name: string };

/** Takes a `placeKey` apart; null for a text that is none. */
export function placedObject(key: string): PlacedObject | null {
  const [kind, schema, ...names] = textsOf(key);
  const name = names.at(-1);
  if (kind === undefined || schema === undefined || name === undefined) return null;
  return { kind, schema, owner: names.length > 1 ? (names[0] ?? null) : null, name };
}

function textsOf(key: string): string[] {
  const parsed: unknown = JSON.parse(key);
  return Array.isArray(parsed) ? parsed.filter((part) => typeof part === 'string') : [];
}

/** `index users_email_idx`, `column users.email`. */
export function placedInWords({ kind, owner, name }: PlacedObject): string {
  const isPart = kind === 'column' || kind === 'enum-value';
  return `${kind.replace('-', ' ')} ${isPart && owner !== null ? `${owner}.` : ''}${name}`;
}

/** How an object is defined in a database, as text that is equal for equal objects; null where it is not there. */
export function definitionOf(
  { kind, schema, owner, name }: PlacedObject,
  database: DatabaseSchema,
): string | null {
  const named = <T extends { schema: string; name: string }>(list: readonly T[], wanted = name) =>
    list.find((one) => one.schema === schema && one.name === wanted);
  if (kind === 'extension') return database.extensions.some((one) => one.name === name) ? 'there' : null;
  if (kind === 'enum') return named(database.enums) === undefined ? null : 'there';
  if (kind === 'enum-value')
    return named(database.enums, owner ?? '')?.values.includes(name) === true ? 'there' : null;
  if (kind === 'sequence') return named(database.sequences) === undefined ? null : 'there';
  if (kind === 'table') {
    const table = named(database.tables);
    return table === undefined ? null : `${table.kind} ${table.query ?? ''}`;
  }
  const table = named(database.tables, owner ?? '');
  return table === undefined ? null : partOf(table, kind, name);
}

function partOf(table: Table, kind: string, name: string): string | null {
  const named = <T extends { name: string }>(list: readonly T[]) => list.find((one) => one.name === name);
  switch (kind) {
    case 'column': {
      const column = named(table.columns);
      if (column === undefined) return null;
      const { position: _position, ...definition } = column;
      return JSON.stringify(definition);
    }
    case 'index': {
      const index = named(table.indexes);
      return index === undefined ? null : indexInWords(index);
    }
    case 'constraint': {
      const index = named(table.indexes);
      const other = named(table.foreignKeys) ?? named(table.exclusions) ?? named(table.checks);
      if (index?.constraint != null) return indexInWords(index);
      return other === undefined ? null : withoutSource(other);
    }
    case 'trigger': {
      const trigger = named(table.triggers);
      return trigger === undefined ? null : withoutSource(trigger);
    }
    case 'policy': {
      const policy = named(table.rowSecurity.policies);
      return policy === undefined ? null : withoutSource(policy);
    }
    default:
      return null;
  }
}

function withoutSource(part: object): string {
  return JSON.stringify({ ...part, source: undefined });
}
