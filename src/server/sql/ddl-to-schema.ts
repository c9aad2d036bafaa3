import type { DatabaseSchema } from '../../shared/database-schema';
import { applySql } from './ddl/apply';
import { type DdlState, emptyState } from './ddl/state';

/**
 * The database that a DDL text makes of an empty one. `loadSqlParser()` must have been awaited.
 * @param defaultSchema where objects written without a schema belong
 * @returns the schema, and a note for each statement that was not understood
 * @throws SqlSyntaxError
 */
export function ddlToSchema(
  sql: string,
  defaultSchema = 'public',
): { schema: DatabaseSchema; notes: string[] } {
  const state = emptyState(defaultSchema, 'schema');
  applySql(state, sql);
  return { schema: schemaOf(state), notes: state.notes };
}

/** The database of a state, each list in the order of names. */
export function schemaOf(state: DdlState): DatabaseSchema {
  const tables = [...state.tables.values()];
  const enums = [...state.enums.values()];
  const schemas = new Set([...state.schemas, ...[...tables, ...enums].map((object) => object.schema)]);
  return {
    schemas: schemas.size === 0 ? [state.defaultSchema] : [...schemas].sort(),
    tables: tables.sort(byName),
    enums: enums.sort(byName),
    sequences: [...state.sequences.values()].sort(byName),
    extensions: [...state.extensions.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

type Named = { schema: string; name: string };

/** By schema, then name, comparing code points: the same order on every machine. */
export function byName(a: Named, b: Named): number {
  if (a.schema !== b.schema) return a.schema < b.schema ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
