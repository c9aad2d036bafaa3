import type { DatabaseSchema } from '../../shared/database-schema';
import { applySql } from './ddl/apply';
import { emptyState } from './ddl/state';

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
  const tables = [...state.tables.values()];
  const enums = [...state.enums.values()];
  const schemas = new Set([...state.schemas, ...[...tables, ...enums].map((object) => object.schema)]);
  return {
    schema: {
      schemas: schemas.size === 0 ? [defaultSchema] : [...schemas].sort(),
      tables: tables.sort(byName),
      enums: enums.sort(byName),
      sequences: [...state.sequences.values()].sort(byName),
      extensions: [...state.extensions.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    },
    notes: state.notes,
  };
}

type Named = { schema: string; name: string };

/** By schema, then name, comparing code points: the same order on every machine. */
export function byName(a: Named, b: Named): number {
  if (a.schema !== b.schema) return a.schema < b.schema ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
