import type { Finding } from '../../shared/finding';
import type { EngineDiagnosis } from '../../shared/migrations';
import { redact } from '../../shared/redact';
import { driftFinding } from './drift-finding';
import type { MigrationState } from './migration-states';

/** What is the matter with one migration; null where it was applied as it stands in the folder. */
export function migrationFinding(
  migration: MigrationState,
  engine: EngineDiagnosis | undefined,
): Finding | null {
  const contradicts =
    engine?.upToDate === true ? ', although prisma migrate status calls the database up to date' : '';
  const common = {
    about: migration.name,
    subject: { kind: 'migration' as const, name: migration.name },
    source: sourceOf(migration),
  };
  switch (migration.state) {
    case 'applied':
      return null;
    case 'pending':
      return driftFinding({
        ...common,
        rule: 'migration.pending',
        severity: 'error',
        impact: 'read',
        message: `Migration ${migration.name} is in the folder, but the history in the database has never seen it${contradicts}.`,
        expected: 'applied',
        observed: 'not applied',
        remedy: { kind: 'command', text: 'npx prisma migrate deploy' },
      });
    case 'failed': {
      const log = firstLine(migration.row.logs);
      return driftFinding({
        ...common,
        rule: 'migration.failed',
        severity: 'error',
        impact: 'read',
        message: `Migration ${migration.name} should be applied, but by the history in the database it began at ${migration.row.startedAt} and never ended${log === null ? '' : ` (${log})`}, so that nothing after it can be applied${contradicts}.`,
        expected: 'applied to its end',
        observed: `begun at ${migration.row.startedAt}, never ended, ${migration.row.appliedSteps} steps applied`,
        remedy: {
          kind: 'command',
          text: `npx prisma migrate resolve --rolled-back ${shellWord(migration.name)} && npx prisma migrate deploy # undo its half-done statements first`,
        },
      });
    }
    case 'rolled-back':
      return driftFinding({
        ...common,
        rule: 'migration.rolled-back',
        severity: 'warning',
        impact: 'read',
        message: `Migration ${migration.name} is in the folder, but the history in the database says that it was rolled back at ${migration.row.rolledBackAt ?? 'an unknown time'} and not applied again${contradicts}.`,
        expected: 'applied',
        observed: `rolled back at ${migration.row.rolledBackAt ?? 'an unknown time'}`,
        remedy: { kind: 'command', text: 'npx prisma migrate deploy' },
      });
    case 'edited':
      return driftFinding({
        ...common,
        rule: 'migration.edited',
        severity: 'warning',
        impact: 'none',
        message: `Migration ${migration.name} has the checksum ${short(migration.entry.checksum)} in the folder, but ${short(migration.row.checksum)} in the database's history: its text was changed after it was applied${contradicts}.`,
        expected: `checksum ${migration.entry.checksum}`,
        observed: `checksum ${migration.row.checksum}`,
        remedy: {
          kind: 'command',
          text: `git log -p -- ${shellWord(migration.entry.file)} # find the text that was applied and restore it; put the change into a migration of its own`,
        },
      });
    case 'unknown':
      return driftFinding({
        ...common,
        rule: 'migration.unknown',
        severity: 'warning',
        impact: 'none',
        message: `Migration ${migration.name} was applied to the database at ${migration.row.startedAt}, but the folder does not hold it${contradicts}.`,
        expected: 'in the folder',
        observed: `only in the history, applied at ${migration.row.startedAt}`,
        remedy: {
          kind: 'command',
          text: `git log --all --oneline -- ${shellWord(`*/${migration.name}/migration.sql`)} # find the branch that holds it and bring its folder back`,
        },
      });
  }
}

function sourceOf(migration: MigrationState): Finding['source'] {
  const entry = 'entry' in migration ? migration.entry : undefined;
  return entry === undefined ? undefined : { file: entry.file, line: 1 };
}

/** The log may quote a connection string or a statement with values in it. */
function firstLine(logs: string | null): string | null {
  const line = logs
    ?.split('\n')
    .map((text) => text.trim())
    .find((text) => text !== '');
  return line === undefined ? null : redact(line).replace(/\.$/, '');
}

function short(checksum: string): string {
  return checksum.length > 12 ? `${checksum.slice(0, 12)}…` : checksum;
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
