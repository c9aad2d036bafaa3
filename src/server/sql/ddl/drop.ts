import type { DropStmt } from 'libpg-query';
import type { Table } from '../../../shared/database-schema';
import { nameParts } from '../identifier';
import { dropOwnSequences } from './sequences';
import { type DdlState, indexesOf, keyOf, noteAt, qualifiedName, type StatementSource } from './state';

/** DROP of whatever is compared. Other objects have no part in it, unless something goes with them. */
export function dropObjects(state: DdlState, statement: DropStmt, source: StatementSource): void {
  if (statement.behavior === 'DROP_CASCADE') noteCascade(state, statement, source);
  for (const object of statement.objects ?? []) {
    const nodes =
      'List' in object ? object.List.items : 'TypeName' in object ? object.TypeName.names : [object];
    const { schema, name } = qualifiedName(state, nodes);
    switch (statement.removeType) {
      case 'OBJECT_TABLE':
      case 'OBJECT_VIEW':
      case 'OBJECT_MATVIEW':
        dropTable(state, schema, name);
        break;
      case 'OBJECT_TYPE':
        state.enums.delete(keyOf(schema, name));
        break;
      case 'OBJECT_SCHEMA':
        dropSchema(state, name);
        break;
      case 'OBJECT_SEQUENCE':
        state.sequences.delete(keyOf(schema, name));
        break;
      case 'OBJECT_EXTENSION':
        state.extensions.delete(name);
        break;
      case 'OBJECT_INDEX':
        dropIndex(state, schema, name);
        break;
      case 'OBJECT_TRIGGER':
      case 'OBJECT_POLICY':
        dropFromTable(state, nameParts(nodes));
        break;
      default:
    }
  }
}

/** What a view, a column or a trigger stands on is PostgreSQL's to know; foreign keys are followed. */
function noteCascade(state: DdlState, statement: DropStmt, source: StatementSource): void {
  const hasViews = [...state.tables.values()].some((table) => table.kind.endsWith('view'));
  const isFollowed =
    statement.removeType === 'OBJECT_TABLE' ||
    statement.removeType === 'OBJECT_SCHEMA' ||
    statement.removeType === 'OBJECT_INDEX' ||
    statement.removeType === 'OBJECT_SEQUENCE' ||
    statement.removeType === 'OBJECT_VIEW' ||
    statement.removeType === 'OBJECT_MATVIEW';
  if (!isFollowed || hasViews)
    noteAt(
      state,
      source,
      'DROP … CASCADE is not followed to all that goes with it, which is compared as if it stood',
    );
}

function dropIndex(state: DdlState, schema: string, name: string): void {
  for (const { table, index } of indexesOf(state))
    if (table.schema === schema && index.name === name)
      table.indexes = table.indexes.filter((one) => one !== index);
}

/** A trigger or a policy: its name stands behind that of its table. */
function dropFromTable(state: DdlState, parts: string[]): void {
  const name = parts.at(-1);
  const table = state.tables.get(keyOf(parts.at(-3) ?? state.defaultSchema, parts.at(-2) ?? ''));
  if (table === undefined) return;
  table.triggers = table.triggers.filter((trigger) => trigger.name !== name);
  const { policies, ...row } = table.rowSecurity;
  table.rowSecurity = { ...row, policies: policies.filter((policy) => policy.name !== name) };
}

function dropTable(state: DdlState, schema: string, name: string): void {
  const table = state.tables.get(keyOf(schema, name));
  if (table !== undefined) dropOwnSequences(state, table);
  state.tables.delete(keyOf(schema, name));
  for (const other of state.tables.values()) other.foreignKeys = withoutKeysTo(other, schema, name);
}

function withoutKeysTo(table: Table, schema: string, name: string): Table['foreignKeys'] {
  return table.foreignKeys.filter((key) => key.references.schema !== schema || key.references.table !== name);
}

function dropSchema(state: DdlState, schema: string): void {
  state.schemas.delete(schema);
  for (const table of [...state.tables.values()])
    if (table.schema === schema) dropTable(state, schema, table.name);
  for (const [key, type] of state.enums) if (type.schema === schema) state.enums.delete(key);
  for (const [key, sequence] of state.sequences) if (sequence.schema === schema) state.sequences.delete(key);
}
