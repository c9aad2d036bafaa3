import { describe, expect, it } from 'vitest';
import type { MigrationHistory } from '../shared/migrations';
import { migrations } from './migrations';
import { historyRow, migrationHistory, migrationsFolder } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';

function observed(names: string[], rows: MigrationHistory['rows']) {
  return { 'migrations.folder': migrationsFolder(names), 'migrations.history': migrationHistory(rows) };
}
const failed = { finishedAt: null, appliedSteps: 0 };
const rolledBack = { ...failed, rolledBackAt: '2026-01-01T11:00:00.000Z' };
const later = { startedAt: '2026-01-02T10:00:00.000Z' };

describe('migrations', () => {
  it('passes where all of the folder was applied as it stands', () => {
    expect(runCheck(migrations, observed(['1_a', '2_b'], [historyRow('1_a'), historyRow('2_b')]))).toEqual({
      compared: 2,
      findings: [],
    });
  });

  it.each([
    ['pending', [], 'error', 'read'],
    ['failed', [historyRow('1_a', failed)], 'error', 'read'],
    ['failed', [historyRow('1_a', failed), historyRow('1_a', later)], 'error', 'read'],
    ['rolled-back', [historyRow('1_a', rolledBack)], 'warning', 'read'],
    ['edited', [historyRow('1_a', { checksum: 'sum:else' })], 'warning', 'none'],
  ] as const)('finds a migration that is %s', (state, rows, severity, impact) => {
    const finding = onlyFinding(runCheck(migrations, observed(['1_a'], [...rows])));
    expect(finding).toMatchObject({
      key: `migration.${state}:1_a`,
      severity,
      impact,
      subject: { kind: 'migration', name: '1_a' },
      source: { file: 'prisma/migrations/1_a/migration.sql', line: 1 },
      remedy: { kind: 'command' },
    });
  });

  it('passes where it was rolled back and then applied, in whatever order the rows come', () => {
    const rows = [historyRow('1_a', later), historyRow('1_a', rolledBack)];
    expect(keysOf(runCheck(migrations, observed(['1_a'], rows)))).toEqual([]);
  });

  it('finds a migration that the folder does not hold, unless it was rolled back', () => {
    expect(
      onlyFinding(runCheck(migrations, observed(['1_a'], [historyRow('1_a'), historyRow('9_x')]))),
    ).toMatchObject({
      key: 'migration.unknown:9_x',
      severity: 'warning',
      impact: 'none',
    });
    const gone = observed(['1_a'], [historyRow('1_a'), historyRow('9_x', rolledBack)]);
    expect(keysOf(runCheck(migrations, gone))).toEqual([]);
  });

  it('masks secrets in the log of a failed one', () => {
    const logs = '\nconnection to postgresql://me:hush@host/db failed.\nmore';
    const finding = onlyFinding(
      runCheck(migrations, observed(['1_a'], [historyRow('1_a', { ...failed, logs })])),
    );
    expect(finding.message).toContain('postgresql://me:***@host/db failed)');
  });

  it('finds SQL beside the migrations', () => {
    const both = observed(['1_a'], [historyRow('1_a')]);
    const folder = { ...both['migrations.folder'], looseFiles: ['prisma/migrations/fix by hand.sql'] };
    const result = runCheck(migrations, { ...both, 'migrations.folder': folder });
    expect(onlyFinding(result)).toMatchObject({
      key: 'migration.loose-file:fix by hand.sql',
      severity: 'warning',
    });
    expect(result.compared).toBe(2);
  });

  it('calls all pending where there is no history', () => {
    const none = { ...observed(['1_a', '2_b'], []), 'migrations.history': { present: false, rows: [] } };
    expect(keysOf(runCheck(migrations, none))).toEqual(['migration.pending:1_a', 'migration.pending:2_b']);
  });

  it('says where the schema engine is of another mind', () => {
    const engine = (upToDate: boolean) => ({
      'migrations.engine': { upToDate, sentence: 'Drift detected.' },
    });
    const fine = observed(['1_a'], [historyRow('1_a')]);
    expect(keysOf(runCheck(migrations, { ...fine, ...engine(true) }))).toEqual([]);
    expect(onlyFinding(runCheck(migrations, { ...fine, ...engine(false) }))).toMatchObject({
      key: 'migration.pending:schema-engine',
      severity: 'warning',
    });
    const edited = observed(['1_a'], [historyRow('1_a', { checksum: 'x' })]);
    expect(onlyFinding(runCheck(migrations, { ...edited, ...engine(true) })).message).toContain(
      'although prisma migrate status calls the database up to date',
    );
    expect(keysOf(runCheck(migrations, { ...edited, ...engine(false) }))).toEqual(['migration.edited:1_a']);
  });

  it.each([[[]], [[historyRow('2_b')]]])(
    'is unknown where a folder has no readable migration.sql',
    (rows) => {
      const both = observed(['1_a'], [historyRow('1_a'), ...rows]);
      const reason = 'there is none in this folder';
      const folder = { ...both['migrations.folder'], unreadable: [{ name: '2_b', reason }] };
      const engine = { 'migrations.engine': { upToDate: false, sentence: 'It could not read 2_b.' } };
      const result = runCheck(migrations, { ...both, ...engine, 'migrations.folder': folder });
      expect(result).toEqual({
        compared: 1,
        findings: [],
        unknown: expect.stringContaining('2_b/migration.sql cannot be read: there is none in this folder'),
      });
    },
  );

  it('is skipped where neither side has a migration, and cannot run without its needs', () => {
    expect(runCheck(migrations, observed([], [])).nothingToCompare).toMatch(/Neither/);
    expectNeeds(migrations, observed(['1_a'], []));
  });
});
