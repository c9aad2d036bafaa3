import type { MigrationHistory, MigrationsFolder } from '../../shared/migrations';
import { groupBy } from './group-by';

type HistoryRow = MigrationHistory['rows'][number];
type FolderEntry = MigrationsFolder['migrations'][number];

export type MigrationState =
  /** `lineEnds`: the text differs from the one that was applied in nothing but its line ends. */
  | { state: 'applied'; name: string; lineEnds?: { row: HistoryRow; entry: FolderEntry } }
  | { state: 'pending'; name: string; entry: FolderEntry }
  | { state: 'failed'; name: string; row: HistoryRow; entry: FolderEntry | undefined }
  | { state: 'rolled-back'; name: string; row: HistoryRow; entry: FolderEntry }
  | { state: 'edited'; name: string; row: HistoryRow; entry: FolderEntry }
  | { state: 'unknown'; name: string; row: HistoryRow };

/**
 * Each migration's one state, by the folder and all of its rows in the history: a try that never ended counts even
 * when a later one went through, as it does for Prisma. One that was rolled back and is in no folder counts as never
 * having been.
 */
export function migrationStates(folder: MigrationsFolder, history: MigrationHistory): MigrationState[] {
  const rows = groupBy(
    [...history.rows].sort((one, other) => compareText(one.startedAt, other.startedAt)),
    (row) => row.name,
  );
  const entries = new Map(folder.migrations.map((entry) => [entry.name, entry]));
  const names = [...new Set([...entries.keys(), ...rows.keys()])].sort(compareText);
  return names.map((name) => stateOf(name, entries.get(name), rows.get(name) ?? []));
}

function stateOf(name: string, entry: FolderEntry | undefined, rows: HistoryRow[]): MigrationState {
  const failed = rows.find((row) => row.finishedAt === null && row.rolledBackAt === null);
  if (failed !== undefined) return { state: 'failed', name, row: failed, entry };
  const applied = rows.filter((row) => row.finishedAt !== null && row.rolledBackAt === null).at(-1);
  if (entry === undefined)
    return applied === undefined ? { state: 'applied', name } : { state: 'unknown', name, row: applied };
  if (applied !== undefined) {
    if (applied.checksum === entry.checksum) return { state: 'applied', name };
    const alike = entry.alike?.find(({ checksum }) => checksum === applied.checksum);
    if (alike === undefined) return { state: 'edited', name, row: applied, entry };
    if (alike.by === 'old-format') return { state: 'applied', name };
    return { state: 'applied', name, lineEnds: { row: applied, entry } };
  }
  const rolledBack = rows.at(-1);
  return rolledBack === undefined
    ? { state: 'pending', name, entry }
    : { state: 'rolled-back', name, row: rolledBack, entry };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
