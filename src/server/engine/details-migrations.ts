import type { Observed } from '../../checks/types';
import type { MigrationRow } from '../../shared/details';
import type { MigrationHistory } from '../../shared/migrations';
import type { CheckReport } from '../../shared/report';
import { allFindings } from './details-findings';

/** The folder held against the history, in the order of their names; null where one of them was not read. */
export function migrationRows(
  values: Partial<Observed>,
  checks: readonly CheckReport[],
): MigrationRow[] | null {
  const folder = values['migrations.folder'];
  const history = values['migrations.history'];
  if (folder === undefined || history === undefined) return null;
  const findings = allFindings(checks).filter((finding) => finding.subject.kind === 'migration');
  const onDisk = new Map(folder.migrations.map((migration) => [migration.name, migration.checksum]));
  const rows = latestByName(history);
  const names = [...new Set([...onDisk.keys(), ...rows.keys()])].sort();
  return names.map((name) => {
    const checksum = onDisk.get(name);
    const row = rows.get(name);
    return {
      name,
      inFolder: checksum !== undefined,
      appliedAt: row?.finishedAt ?? null,
      state: state(checksum, row),
      findingKeys: findings.filter((finding) => finding.subject.name === name).map((finding) => finding.key),
    };
  });
}

type HistoryRow = MigrationHistory['rows'][number];

/** A migration that was rolled back and applied again has several rows; the one that counts is the latest. */
function latestByName(history: MigrationHistory): Map<string, HistoryRow> {
  const rows = [...history.rows].sort((a, b) =>
    a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

function state(checksum: string | undefined, row: HistoryRow | undefined): MigrationRow['state'] {
  if (row === undefined) return 'pending';
  if (row.rolledBackAt !== null) return 'rolled-back';
  if (row.finishedAt === null) return 'failed';
  if (checksum === undefined) return 'unknown';
  return checksum === row.checksum ? 'applied' : 'edited';
}
