import { migrationStates } from '../../checks/support/migration-states';
import type { Observed } from '../../checks/types';
import type { MigrationRow } from '../../shared/details';
import type { MigrationHistory } from '../../shared/migrations';
import type { CheckReport } from '../../shared/report';
import { allFindings } from './details-findings';

/** The folder held against the history, each with the state that the check gives it; null where one was not read. */
export function migrationRows(
  values: Partial<Observed>,
  checks: readonly CheckReport[],
): MigrationRow[] | null {
  const folder = values['migrations.folder'];
  const history = values['migrations.history'];
  if (folder === undefined || history === undefined) return null;
  const findings = allFindings(checks).filter((finding) => finding.subject.kind === 'migration');
  return migrationStates(folder, history).map((migration) => {
    const { name } = migration;
    const applied = lastApplied(history, name);
    const inFolder = [...folder.migrations, ...folder.unreadable].some((entry) => entry.name === name);
    // For the check, one that is in no folder and was rolled back never was; the page still tells of its row.
    const gone = migration.state === 'applied' && applied === undefined;
    return {
      name,
      inFolder,
      appliedAt: migration.state === 'failed' ? null : (applied?.finishedAt ?? null),
      state: gone ? 'rolled-back' : migration.state,
      findingKeys: findings.filter((finding) => finding.subject.name === name).map((finding) => finding.key),
    };
  });
}

type HistoryRow = MigrationHistory['rows'][number];

function lastApplied(history: MigrationHistory, name: string): HistoryRow | undefined {
  return history.rows
    .filter((row) => row.name === name && row.finishedAt !== null && row.rolledBackAt === null)
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0))
    .at(-1);
}
