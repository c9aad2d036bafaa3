import type { Finding } from '../../shared/finding';
import type { EngineDiagnosis } from '../../shared/migrations';
import { redact } from '../../shared/redact';
import { driftFinding } from './drift-finding';
import { effectsInWords, type MigrationEffects } from './migration-effects';
import type { MigrationState } from './migration-states';
import { mentions } from './words';

/**
 * What is the matter with one migration; null where it was applied as it stands in the folder.
 * @param effects what of its work can be seen in the database, where the migrations were replayed
 */
export function migrationFinding(
  migration: MigrationState,
  engine: EngineDiagnosis | undefined,
  effects: MigrationEffects | null = null,
): Finding | null {
  const contradicts = `${seenInWords(effects)}${engineInWords(migration.name, engine)}`;
  const isDone = effects !== null && effects.done.length > 0 && effects.open.length === 0;
  const deploy = isDone
    ? `npx prisma migrate resolve --applied ${shellWord(migration.name)} # after a look at what of it cannot be seen: rows, functions, grants`
    : 'npx prisma migrate deploy';
  const common = {
    about: migration.name,
    subject: { kind: 'migration' as const, name: migration.name },
    source: sourceOf(migration),
  };
  switch (migration.state) {
    case 'applied':
      return migration.lineEnds === undefined ? null : lineEnds(migration.name, migration.lineEnds);
    case 'pending':
      return driftFinding({
        ...common,
        rule: 'migration.pending',
        severity: 'error',
        impact: 'read',
        message: `Migration ${migration.name} is in the folder, but the history in the database has never seen it${contradicts}.`,
        expected: 'applied',
        observed: 'not applied',
        remedy: { kind: 'command', text: deploy },
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
        remedy: { kind: 'command', text: deploy },
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

/** Git turns line ends on checkout; Prisma takes both for the same text, and so does the database. */
function lineEnds(
  name: string,
  { row, entry }: NonNullable<Extract<MigrationState, { state: 'applied' }>['lineEnds']>,
): Finding {
  return driftFinding({
    about: name,
    rule: 'migration.edited',
    severity: 'info',
    impact: 'none',
    subject: { kind: 'migration', name },
    source: { file: entry.file, line: 1 },
    message: `Migration ${name} has other line ends in the folder than the text that was applied, and is the same otherwise: a checkout turned LF into CRLF or back, which Prisma lets pass.`,
    expected: `checksum ${entry.checksum}`,
    observed: `checksum ${row.checksum}, which the same text has with other line ends`,
    remedy: {
      kind: 'edit',
      text: `${entry.file.split('/').slice(0, -2).join('/')}/**/*.sql text eol=lf # a line of .gitattributes; then: git add --renormalize .`,
    },
  });
}

function seenInWords(effects: MigrationEffects | null): string {
  const words = effects === null ? null : effectsInWords(effects);
  return words === null ? '' : `, ${words}`;
}

/** What Prisma itself would say, where that is something else than what is told here. */
function engineInWords(name: string, engine: EngineDiagnosis | undefined): string {
  if (engine === undefined) return '';
  if (engine.upToDate) return ', although prisma migrate status calls the database up to date';
  return mentions(engine.sentence, name) ? '' : ', of which prisma migrate status says nothing';
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
