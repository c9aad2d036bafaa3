import type { AlterObjectSchemaStmt, DropStmt, RenameStmt } from 'libpg-query';
import { truncateIdentifier } from '../identifier';
import { renameColumn } from './columns';
import {
  type DdlState,
  indexesOf,
  keyOf,
  noteAt,
  qualifiedName,
  relationName,
  type StatementSource,
  tableOf,
} from './state';

/** DROP INDEX, TABLE, TYPE and SCHEMA. Other objects have no part in what is compared. */
export function dropObjects(state: DdlState, statement: DropStmt): void {
  for (const object of statement.objects ?? []) {
    const nodes =
      'List' in object ? object.List.items : 'TypeName' in object ? object.TypeName.names : [object];
    const { schema, name } = qualifiedName(state, nodes);
    if (statement.removeType === 'OBJECT_TABLE') dropTable(state, schema, name);
    else if (statement.removeType === 'OBJECT_TYPE') state.enums.delete(keyOf(schema, name));
    else if (statement.removeType === 'OBJECT_SCHEMA') dropSchema(state, name);
    else if (statement.removeType === 'OBJECT_INDEX') {
      for (const { table, index } of indexesOf(state)) {
        if (table.schema === schema && index.name === name)
          table.indexes = table.indexes.filter((one) => one !== index);
      }
    }
  }
}

function dropTable(state: DdlState, schema: string, name: string): void {
  state.tables.delete(keyOf(schema, name));
  for (const table of state.tables.values()) {
    table.foreignKeys = table.foreignKeys.filter(
      (key) => key.references.schema !== schema || key.references.table !== name,
    );
  }
}

function dropSchema(state: DdlState, schema: string): void {
  state.schemas.delete(schema);
  for (const table of [...state.tables.values()])
    if (table.schema === schema) dropTable(state, schema, table.name);
  for (const [key, type] of state.enums) if (type.schema === schema) state.enums.delete(key);
}

/** ALTER … RENAME of tables, columns, indexes, constraints, types and schemas. */
export function renameObject(state: DdlState, statement: RenameStmt, source: StatementSource): void {
  const to = truncateIdentifier(statement.newname ?? '');
  const from = statement.subname ?? '';
  switch (statement.renameType) {
    case 'OBJECT_TABLE': {
      const { schema, name } = relationName(state, statement.relation);
      if (state.tables.has(keyOf(schema, name))) moveTable(state, { schema, name }, { name: to });
      // PostgreSQL takes ALTER TABLE … RENAME for an index too.
      else if (!renameIndex(state, schema, name, to) && statement.missing_ok !== true)
        noteAt(state, source, `it renames ${name}, which was not made before`);
      return;
    }
    case 'OBJECT_SCHEMA':
      renameSchema(state, from, to);
      if (from === state.defaultSchema)
        noteAt(
          state,
          source,
          `it renames the default schema ${from}: names without a schema are no longer followed`,
        );
      return;
    case 'OBJECT_INDEX': {
      const { schema, name } = relationName(state, statement.relation);
      renameIndex(state, schema, name, to);
      return;
    }
    case 'OBJECT_COLUMN': {
      const table = tableOf(state, statement.relation);
      if (table !== undefined) renameColumn(state, table, from, to);
      return;
    }
    case 'OBJECT_TABCONSTRAINT': {
      const table = tableOf(state, statement.relation);
      if (table === undefined) return;
      for (const key of table.foreignKeys) if (key.name === from) key.name = to;
      renameIndex(state, table.schema, from, to);
      return;
    }
    case 'OBJECT_TYPE':
      if (statement.object !== undefined && 'List' in statement.object)
        moveEnum(state, qualifiedName(state, statement.object.List.items), { name: to });
      return;
    default:
  }
}

/** ALTER … SET SCHEMA. */
export function setSchema(state: DdlState, statement: AlterObjectSchemaStmt): void {
  const schema = statement.newschema ?? state.defaultSchema;
  if (statement.objectType === 'OBJECT_TABLE')
    moveTable(state, relationName(state, statement.relation), { schema });
  else if (
    statement.objectType === 'OBJECT_TYPE' &&
    statement.object !== undefined &&
    'List' in statement.object
  )
    moveEnum(state, qualifiedName(state, statement.object.List.items), { schema });
}

function renameIndex(state: DdlState, schema: string, from: string, to: string): boolean {
  let found = false;
  for (const { table, index } of indexesOf(state)) {
    if (table.schema !== schema || index.name !== from) continue;
    index.name = to;
    if (table.primaryKey?.name === from) table.primaryKey.name = to;
    found = true;
  }
  return found;
}

function renameSchema(state: DdlState, from: string, to: string): void {
  if (state.schemas.delete(from)) state.schemas.add(to);
  for (const { schema, name } of [...state.tables.values()])
    if (schema === from) moveTable(state, { schema, name }, { schema: to });
  for (const { schema, name } of [...state.enums.values()])
    if (schema === from) moveEnum(state, { schema, name }, { schema: to });
}

type Names = { schema: string; name: string };

function moveTable(state: DdlState, from: Names, change: Partial<Names>): void {
  const table = state.tables.get(keyOf(from.schema, from.name));
  if (table === undefined) return;
  state.tables.delete(keyOf(from.schema, from.name));
  Object.assign(table, change);
  state.tables.set(keyOf(table.schema, table.name), table);
  for (const index of table.indexes) Object.assign(index, { schema: table.schema, table: table.name });
  for (const other of state.tables.values()) {
    for (const { references } of other.foreignKeys) {
      if (references.schema === from.schema && references.table === from.name)
        Object.assign(references, { schema: table.schema, table: table.name });
    }
  }
}

/** Columns have their type as text, so they are not followed: only the list of enums is. */
function moveEnum(state: DdlState, from: Names, change: Partial<Names>): void {
  const type = state.enums.get(keyOf(from.schema, from.name));
  if (type === undefined) return;
  state.enums.delete(keyOf(from.schema, from.name));
  Object.assign(type, change);
  state.enums.set(keyOf(type.schema, type.name), type);
}
