import type { Index } from '../../shared/database-schema';
import type { MigrationsFolder } from '../../shared/migrations';
import type { Observed } from '../types';

/** The indexes that the migrations leave standing, and what is not known of them. */
export type MigratedIndexes = Pick<MigrationsFolder, 'indexes' | 'unreadable' | 'notes'>;

/**
 * As a server has made them where the migrations were replayed, which follows every statement; as their SQL was read
 * otherwise. Undefined where there is neither.
 */
export function indexesOfMigrations(
  observed: Partial<Pick<Observed, 'migrations.folder' | 'migrations.replay'>>,
): MigratedIndexes | undefined {
  const replay = observed['migrations.replay'];
  if (replay === undefined) return observed['migrations.folder'];
  const indexes: Index[] = replay.schema.tables.flatMap((table) => table.indexes);
  return { indexes, unreadable: [], notes: [] };
}
