import type { AlterObjectSchemaStmt, RenameStmt } from 'libpg-query';
import type { Table } from '../../../shared/database-schema';
import { truncateIdentifier } from '../identifier';
import { renameColumn } from './columns';
import { moveEnum, moveSequence, moveTable } from './move';
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

/** ALTER … RENAME of tables, columns, indexes, constraints, types and schemas. */
export function renameObject(state: DdlState, statement: RenameStmt, source: StatementSource): void {
  const to = truncateIdentifier(statement.newname ?? '');
  const from = statement.subname ?? '';
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
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
      for (const one of [...table.foreignKeys, ...table.checks, ...table.exclusions])
        if (one.name === from) one.name = to;
      renameIndex(state, table.schema, from, to);
      return;
    }
    case 'OBJECT_SEQUENCE':
      moveSequence(state, relationName(state, statement.relation), { name: to });
      return;
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
      renameOnTable(state, tableOf(state, statement.relation), from, to);
      return;
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
  const { objectType, object } = statement;
  if (objectType === 'OBJECT_TABLE' || objectType === 'OBJECT_VIEW' || objectType === 'OBJECT_MATVIEW')
    moveTable(state, relationName(state, statement.relation), { schema });
  else if (objectType === 'OBJECT_SEQUENCE')
    moveSequence(state, relationName(state, statement.relation), { schema });
  else if (objectType === 'OBJECT_EXTENSION' && object !== undefined && 'String' in object) {
    const extension = state.extensions.get(object.String.sval ?? '');
    if (extension !== undefined) extension.schema = schema;
  } else if (
    statement.objectType === 'OBJECT_TYPE' &&
    statement.object !== undefined &&
    'List' in statement.object
  )
    moveEnum(state, qualifiedName(state, statement.object.List.items), { schema });
}

function renameOnTable(state: DdlState, table: Table | undefined, from: string, to: string): void {
  for (const one of [...(table?.triggers ?? []), ...(table?.rowSecurity.policies ?? [])]) {
    if (one.name !== from) continue;
    one.name = to;
    state.spelled.get(one)?.respell();
  }
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
  for (const { schema, name } of [...state.sequences.values()])
    if (schema === from) moveSequence(state, { schema, name }, { schema: to });
}
