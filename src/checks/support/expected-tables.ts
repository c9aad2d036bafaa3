import type { Table } from '../../shared/database-schema';
import type { Observed } from '../types';

/** Where Prisma keeps which migrations were applied. */
export const HISTORY_TABLE = '_prisma_migrations';

type Sides = Pick<Observed, 'schema.ddl' | 'database.catalogue'> &
  Partial<Pick<Observed, 'migrations.folder' | 'migrations.history'>>;

/**
 * Tables that the schema expects: those of its models, implicit many-to-many tables, and `_prisma_migrations` where
 * it exists or where a migrations folder that is not empty says that it should.
 * @returns the tables of the DDL, and schema and name of the history's table, null where none is expected
 */
export function expectedTables(sides: Sides): {
  tables: Table[];
  historyTable: { schema: string; name: string } | null;
} {
  const tables = sides['schema.ddl'].tables;
  const found = sides['database.catalogue'].tables.find((table) => table.name === HISTORY_TABLE);
  if (found !== undefined) return { tables, historyTable: { schema: found.schema, name: found.name } };
  const history = sides['migrations.history'];
  // A history that lies outside the watched schemas exists all the same; only its absence everywhere is missing.
  const lacks = history?.present === false && (sides['migrations.folder']?.migrations.length ?? 0) > 0;
  const schema = sides['schema.ddl'].schemas[0] ?? 'public';
  return { tables, historyTable: lacks ? { schema, name: HISTORY_TABLE } : null };
}
