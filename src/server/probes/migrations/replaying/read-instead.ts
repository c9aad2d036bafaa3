import type { MigrationsReplay } from '../../../../shared/migrations';
import { byName } from '../../../sql/ddl-to-schema';
import { standingSchema } from '../standing-indexes';
import type { Script } from './script';

/** In the place of a server's name. */
export const NO_SERVER = 'no server';

/**
 * What the migrations make, read from their texts where no server can run them. Only where the reading is whole: a
 * statement that it cannot follow, or a view, whose columns and query a server alone can say, and nothing is known.
 * @param why no server could run them, as a sentence
 * @returns null where the texts do not tell all
 */
export function readInstead(
  scripts: readonly Script[],
  schemas: readonly string[],
  defaultSchema: string,
  why: string,
): MigrationsReplay | null {
  const files = scripts.map(({ file, sql }) => ({ path: file, sql }));
  const { schema, notes } = standingSchema(files, defaultSchema);
  const isWatched = (object: { schema: string }) => schemas.includes(object.schema);
  const tables = schema.tables.filter(isWatched).sort(byName);
  if (notes.length > 0 || tables.some((table) => table.kind.endsWith('view'))) return null;
  return {
    schema: {
      schemas: [...schemas],
      tables,
      enums: schema.enums.filter(isWatched),
      sequences: schema.sequences.filter(isWatched),
      extensions: schema.extensions,
    },
    server: NO_SERVER,
    migrations: scripts.map(({ name }) => name),
    notes: [`The migrations were read, not run. ${why}`],
  };
}
