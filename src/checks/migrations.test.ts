import { describe, expect, it } from 'vitest';
import type { DatabaseSchema } from '../shared/database-schema';
import { type MigrationHistory, placeKey } from '../shared/migrations';
import { migrations } from './migrations';
import {
  asObserved,
  column,
  databaseSchema,
  enumType,
  historyRow,
  index,
  migrationHistory,
  migrationsFolder,
  migrationsReplay,
  table,
} from './testing/builders';
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

describe('each rule of the history', () => {
  const clean = observed(['1_a', '2_b'], [historyRow('1_a'), historyRow('2_b')]);
  const entry = { name: '2_b', checksum: 'sum:2_b', file: 'prisma/migrations/2_b/migration.sql' };
  const withAlike = (by: 'line-ends' | 'old-format') => ({
    ...observed([], [historyRow('2_b', { checksum: 'sum:other' })]),
    'migrations.folder': {
      ...migrationsFolder([]),
      migrations: [{ ...entry, alike: [{ checksum: 'sum:other', by }] }],
    },
  });
  const withLoose = (file: string) => ({
    ...clean,
    'migrations.folder': { ...clean['migrations.folder'], looseFiles: [`prisma/migrations/${file}`] },
  });
  const rows = (...second: MigrationHistory['rows']) =>
    observed(['1_a', '2_b'], [historyRow('1_a'), ...second]);

  it.each([
    ['pending', rows(historyRow('2_b', rolledBack), historyRow('2_b', later)), rows()],
    [
      'failed',
      rows(historyRow('2_b', rolledBack), historyRow('2_b', later)),
      rows(historyRow('2_b', failed)),
    ],
    [
      'rolled-back',
      observed(['1_a'], [historyRow('1_a'), historyRow('2_b', rolledBack)]),
      rows(historyRow('2_b', rolledBack)),
    ],
    ['edited', withAlike('old-format'), rows(historyRow('2_b', { checksum: 'sum:else' }))],
    [
      'unknown',
      observed(['1_a'], [historyRow('1_a'), historyRow('2_b', rolledBack)]),
      observed(['1_a'], [historyRow('1_a'), historyRow('2_b')]),
    ],
    // SQL is loose only outside of any migration; the probe's own test holds which that is.
    ['loose-file', clean, withLoose('fix.sql')],
  ] as const)(
    '%s: clean, near miss, violation, repaired, observation missing',
    (what, nearMiss, violation) => {
      const told = (sides: Parameters<typeof runCheck>[1]) =>
        keysOf(runCheck(migrations, sides)).filter((key) => key.startsWith(`migration.${what}:`));
      expect(told(clean)).toEqual([]);
      expect(told(nearMiss)).toEqual([]);
      expect(told(violation)).toHaveLength(1);
      // The repair brings folder and history together again.
      expect(keysOf(runCheck(migrations, clean))).toEqual([]);
      expectNeeds(migrations, violation);
    },
  );

  it('takes other line ends for no edit, and says how to keep them', () => {
    const finding = onlyFinding(runCheck(migrations, withAlike('line-ends')));
    expect(finding).toMatchObject({
      key: 'migration.edited:2_b',
      severity: 'info',
      remedy: { kind: 'edit' },
    });
    expect(finding.message).toContain('which Prisma lets pass');
    expect(finding.remedy.text).toMatch(/^prisma\/migrations\/\*\*\/\*\.sql text eol=lf/);
  });

  it('says where Prisma says nothing of one of several', () => {
    const engine = {
      'migrations.engine': { upToDate: false, sentence: 'Following migration has failed: 1_a.' },
    };
    const two = observed(['1_a', '2_b'], [historyRow('1_a', failed), historyRow('2_b', { checksum: 'x' })]);
    const [first, second] = runCheck(migrations, { ...two, ...engine }).findings;
    expect(first?.message).not.toContain('says nothing');
    expect(second?.message).toContain('of which prisma migrate status says nothing');
  });
});

describe('what of a migration can be seen in the database', () => {
  const users = table('users', {
    columns: [column('id'), column('email')],
    indexes: [index('users', ['email'])],
  });
  const place = { file: 'prisma/migrations/1_a/migration.sql', line: 1 };
  const replay = migrationsReplay(databaseSchema([users], [enumType('Kind', ['A'])]), {
    places: {
      [placeKey('table', 'public', 'users')]: place,
      [placeKey('column', 'public', 'email', 'users')]: place,
      [placeKey('index', 'public', 'users_email_idx', 'users')]: place,
      [placeKey('enum', 'public', 'Kind')]: place,
      [placeKey('enum-value', 'public', 'A', 'Kind')]: place,
      [placeKey('table', 'public', 'dropped_everywhere')]: place,
      [placeKey('table', 'elsewhere', 'unseen')]: place,
      [placeKey('table', 'public', 'of_another')]: { ...place, file: 'prisma/migrations/2_b/migration.sql' },
    },
  });
  const pending = (live: DatabaseSchema) =>
    onlyFinding(
      runCheck(migrations, {
        ...observed(['1_a'], []),
        'migrations.replay': replay,
        'database.catalogue': asObserved(live),
      }),
    );

  it('nothing: it is to be applied', () => {
    const finding = pending(databaseSchema([table('other')]));
    expect(finding.message).toContain('and none of its 5 changes that can be seen stands in the database');
    expect(finding.remedy.text).toBe('npx prisma migrate deploy');
  });

  it('all: it is to be marked as applied', () => {
    const finding = pending(databaseSchema([users], [enumType('Kind', ['A'])]));
    expect(finding.message).toContain('but all of its 5 changes that can be seen stand in the database');
    expect(finding.remedy.text).toMatch(/^npx prisma migrate resolve --applied 1_a #/);
  });

  it('a part, another definition counting as none: applying it will fail', () => {
    const other = { ...users, columns: [column('id'), column('email', { nullable: true })], indexes: [] };
    const finding = pending(databaseSchema([other], [enumType('Kind', ['A'])]));
    expect(finding.message).toContain(
      'but 3 of its 5 changes that can be seen stand in the database, and column users.email, index users_email_idx do not',
    );
    expect(finding.remedy.text).toBe('npx prisma migrate deploy');
  });

  it('what it drops and the database still has is open', () => {
    const gone = migrationsReplay(databaseSchema([]), {
      places: { [placeKey('table', 'public', 'users')]: place },
    });
    const sides = {
      ...observed(['1_a'], []),
      'migrations.replay': gone,
      'database.catalogue': asObserved(databaseSchema([users])),
    };
    expect(onlyFinding(runCheck(migrations, sides)).message).toContain('none of its 1 change');
  });
});

describe('a loose file', () => {
  const users = table('users', { indexes: [index('users', ['email'])] });
  const makes = [
    placeKey('index', 'public', 'users_email_idx', 'users'),
    placeKey('table', 'public', 'fixes'),
  ];
  const loose = (live: DatabaseSchema, made = databaseSchema([]), file = 'fix.sql') => ({
    'migrations.history': migrationHistory([historyRow('1_a')]),
    'migrations.folder': migrationsFolder(['1_a'], {
      looseFiles: [`prisma/migrations/${file}`],
      looseSql: {
        [`prisma/migrations/${file}`]: {
          tables: ['public.fixes', 'public.users', 'public.with_of_a_query'],
          makes,
        },
      },
    }),
    'migrations.replay': migrationsReplay(made),
    'database.catalogue': asObserved(live),
  });
  const message = (...given: Parameters<typeof loose>) =>
    onlyFinding(runCheck(migrations, loose(...given))).message;

  it('names the tables that it touches, and says whether it was run here', () => {
    expect(message(databaseSchema([users, table('fixes')]))).toMatch(
      /plain SQL that touches public\.fixes, public\.users, .*; the database has all 2 things that it makes, so somebody ran it here\.$/,
    );
    expect(message(databaseSchema([table('users')]))).toContain(
      'the database has none of the 2 things that it makes',
    );
    expect(message(databaseSchema([users]))).toContain(
      'of the 2 things that it makes the database lacks table fixes',
    );
  });

  it('says where the migrations make the same', () => {
    const made = databaseSchema([users, table('fixes')]);
    expect(message(made, made)).toContain('all that it makes a migration makes as well');
  });

  it('is no warning where it is the way back of a migration', () => {
    const finding = onlyFinding(
      runCheck(migrations, loose(databaseSchema([users]), databaseSchema([]), '1_a/down.sql')),
    );
    expect(finding).toMatchObject({ key: 'migration.loose-file:1_a/down.sql', severity: 'info' });
  });
});
