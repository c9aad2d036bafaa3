import type { DatabaseSchema, Index, Table } from '../../shared/database-schema';
import type { NotCopied } from './structure/types';

/**
 * Where the copy is not what the live structure is: each difference is something that was not copied. Sizes, statistics,
 * places and the texts of statements take no part.
 */
export function compareCopies(live: DatabaseSchema, copy: DatabaseSchema): NotCopied[] {
  return [
    ...differences('table', live.tables.map(bareTable), copy.tables.map(bareTable), tableDifferences),
    ...differences('enum', live.enums, copy.enums),
    ...differences('sequence', live.sequences.map(bare), copy.sequences.map(bare)),
    ...differences(
      'extension',
      // Which version the shadow server brings is not ours to choose.
      live.extensions.map(({ name, schema }) => ({ name, schema: schema ?? '' })),
      copy.extensions.map(({ name, schema }) => ({ name, schema: schema ?? '' })),
    ),
  ];
}

type Named = { schema: string; name: string };

function differences<T extends Named>(
  kind: string,
  live: readonly T[],
  copy: readonly T[],
  within?: (live: T, copy: T) => NotCopied[],
): NotCopied[] {
  const key = ({ schema, name }: Named) => `${schema}.${name}`;
  const made = new Map(copy.map((object) => [key(object), object]));
  const standing = new Set(live.map(key));
  return [
    ...live.flatMap((object) => {
      const other = made.get(key(object));
      const what = `${kind} ${key(object)}`;
      if (other === undefined) return [{ what, why: 'It is not in the copy' }];
      if (same(object, other)) return [];
      return (
        within?.(object, other) ?? [{ what, why: `The copy has ${text(other)} in place of ${text(object)}` }]
      );
    }),
    ...copy
      .filter((object) => !standing.has(key(object)))
      .map((object) => ({ what: `${kind} ${key(object)}`, why: 'Only the copy has it' })),
  ];
}

/** The properties of a table that are lists of named things are told one by one. */
function tableDifferences(live: Table, copy: Table): NotCopied[] {
  const at = (name: string) => ({ schema: `${live.schema}.${live.name}`, name });
  const named = <T extends { name: string }>(list: readonly T[]) =>
    list.map((item) => ({ ...item, ...at(item.name) }));
  const lists: [string, readonly Named[], readonly Named[]][] = [
    ['column', named(live.columns), named(copy.columns)],
    ['foreign key', named(live.foreignKeys), named(copy.foreignKeys)],
    ['index', named(live.indexes), named(copy.indexes)],
    ['check', named(live.checks), named(copy.checks)],
    ['exclusion', named(live.exclusions), named(copy.exclusions)],
    ['trigger', named(live.triggers), named(copy.triggers)],
    ['policy', named(live.rowSecurity.policies), named(copy.rowSecurity.policies)],
  ];
  const found = lists.flatMap(([kind, ours, theirs]) => differences(kind, ours, theirs));
  if (found.length > 0) return found;
  const rest = (table: Table) => ({
    kind: table.kind,
    key: table.primaryKey,
    query: table.query,
    security: table.rowSecurity,
  });
  return [
    {
      what: `table ${live.schema}.${live.name}`,
      why: `The copy has ${text(rest(copy))} in place of ${text(rest(live))}`,
    },
  ];
}

function bareTable(table: Table): Table {
  return {
    ...table,
    rowEstimate: null,
    sizeBytes: null,
    // A dropped column leaves a gap in the numbers, which a copy does not have.
    columns: byName(table.columns.map((column) => ({ ...column, position: 0 }))),
    foreignKeys: byName(table.foreignKeys),
    indexes: byName(table.indexes.map(bareIndex)),
    checks: byName(table.checks.map(bare)),
    exclusions: byName(table.exclusions.map(bare)),
    triggers: byName(table.triggers.map(bare)),
    rowSecurity: { ...table.rowSecurity, policies: byName(table.rowSecurity.policies.map(bare)) },
  };
}

function bareIndex(index: Index): Index {
  const { source: _source, ...rest } = index;
  return { ...rest, sizeBytes: null, origin: null, definition: '' };
}

function bare<T extends { source?: unknown }>(object: T): Omit<T, 'source'> {
  const { source: _source, ...rest } = object;
  return rest;
}

function byName<T extends { name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function same(one: unknown, other: unknown): boolean {
  return text(one) === text(other);
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
