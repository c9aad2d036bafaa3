import type { Index } from '../../shared/database-schema';
import type { MigrationsFolder, MigrationsReplay } from '../../shared/migrations';
import type { Observed } from '../types';
import { groupBy } from './group-by';
import { nameOf } from './names';

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
  const known = replayed.get(replay);
  if (known !== undefined) return known;
  const indexes: Index[] = replay.schema.tables.flatMap((table) => table.indexes);
  const read = { indexes, unreadable: [], notes: [] };
  replayed.set(replay, read);
  return read;
}

const replayed = new WeakMap<MigrationsReplay, MigratedIndexes>();
const byTable = new WeakMap<MigratedIndexes, Map<string, Index[]>>();

/** Those of one table, by its name with its schema: `public.users`. */
export function migratedIndexesOf(read: MigratedIndexes | undefined, table: string): readonly Index[] {
  if (read === undefined) return [];
  const tables =
    byTable.get(read) ??
    groupBy(read.indexes, (index) => nameOf({ schema: index.schema, name: index.table }));
  byTable.set(read, tables);
  return tables.get(table) ?? [];
}
