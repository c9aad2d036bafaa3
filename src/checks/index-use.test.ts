import { describe, expect, it } from 'vitest';
import type { DatabaseUsage, IndexUse, TableUse } from '../shared/database-usage';
import type { Thresholds } from '../shared/thresholds';
import { indexUse } from './index-use';
import {
  column,
  databaseSchema,
  foreignKey,
  historyRow,
  index,
  migrationHistory,
  migrationsFolder,
  prismaSchemaOf,
  table,
  unique,
} from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';
import { databaseUsage, indexUsed, tableUsed } from './testing/usage-builders';

const idle = index('users', ['email']);
type Over = {
  index?: Partial<typeof idle>;
  use?: Partial<IndexUse>;
  table?: Partial<TableUse>;
  usage?: Partial<DatabaseUsage>;
  thresholds?: Partial<Thresholds>;
};

function observe(over: Over = {}) {
  const live = { ...idle, ...over.index };
  const users = table('users', { columns: [column('id'), column('email')], indexes: [live] });
  const catalogue = databaseSchema([users]);
  return {
    'database.catalogue': catalogue,
    'database.usage': databaseUsage({
      tables: [tableUsed('users', over.table)],
      indexes: [indexUsed('users', live.name, over.use)],
      ...over.usage,
    }),
    'schema.prisma': prismaSchemaOf(catalogue),
  };
}
const check = (over: Over = {}) => runCheck(indexUse, observe(over), [], over.thresholds);
const UNUSED = 'index.unused:public.users:users_email_idx';
const RARE = 'index.rarely-used:public.users:users_email_idx';

describe('index-use', () => {
  it('passes where queries use every index that could be spared', () => {
    expect(check()).toEqual({ compared: 1, findings: [] });
  });

  it('leaves one alone that is used just often enough, or written to just seldom enough', () => {
    expect(check({ use: { scans: 300 } }).findings).toEqual([]);
    expect(check({ use: { scans: 299 } }).findings).toHaveLength(1);
    expect(check({ use: { scans: 299 }, table: { inserts: 29_899 } }).findings).toEqual([]);
    // A row that stays in its page touches no index.
    expect(
      check({ use: { scans: 299 }, table: { inserts: 0, updates: 90_000, hotUpdates: 89_000 } }).findings,
    ).toEqual([]);
  });

  it('finds one that no query has used, with its size, its writes and what takes it away', () => {
    const finding = onlyFinding(check({ use: { scans: 0, lastScanAt: null } }));
    expect(finding).toMatchObject({
      key: UNUSED,
      severity: 'warning',
      impact: 'performance',
      subject: { kind: 'index', table: 'users', name: 'users_email_idx', model: 'Users' },
      expected: 'at least one scan since 2026-10-31',
      observed: '0 scans in 30 days, 20 MB, 1,000 writes a day',
    });
    expect(finding.message).toBe(
      'Index users_email_idx, btree (email), on public.users (model Users) takes 20 MB and is written to 1,000 times a day, but no query has used it since 2026-10-31, in 30 days.',
    );
    // Nothing takes it away by itself.
    expect(finding.remedy.kind).toBe('note');
    expect(finding.remedy.text).toContain('SELECT * FROM pg_stat_user_indexes');
    expect(finding.alternative?.statements).toMatchObject([
      {
        sql: 'DROP INDEX CONCURRENTLY "public"."users_email_idx";',
        lock: 'SHARE UPDATE EXCLUSIVE',
        transaction: 'outside',
        dataLoss: 'none',
      },
    ]);
    expect(keysOf(check({ use: { scans: 1 } }))).toEqual([RARE]);
    expect(keysOf(check({ usage: { indexes: [] } }))).toEqual([UNUSED]);
  });

  it('only tells of one that is small, or that other servers may use', () => {
    const severity = (over: Over) => onlyFinding(check({ use: { scans: 0 }, ...over })).severity;
    expect(severity({ use: { scans: 0, sizeBytes: 9_999_999 } })).toBe('info');
    expect(severity({ use: { scans: 0, sizeBytes: null } })).toBe('info');
    expect(severity({ usage: { replicas: 2 } })).toBe('info');
    const onStandby = onlyFinding(check({ use: { scans: 0 }, usage: { isReplica: true } }));
    expect(onStandby.message).toContain('This server is a standby');
    expect(onStandby.observed).toBe('0 scans in 30 days, 20 MB');
    // A standby counts no writes, so it cannot say that there are too many.
    expect(keysOf(check({ use: { scans: 1 }, usage: { isReplica: true } }))).toEqual([]);
    expect(onlyFinding(check({ use: { scans: 0 }, usage: { replicas: null } })).message).toContain(
      'may not be seen',
    );
  });

  it('tells of one that is rarely used, and never asks anybody to act', () => {
    const finding = onlyFinding(check({ use: { scans: 30 } }));
    expect(finding).toMatchObject({
      key: RARE,
      severity: 'info',
      expected: 'at least 10 scans a day, or fewer than 100 writes for each',
      observed: '1 scan a day, 20 MB, 1,000 writes a day',
    });
    expect(finding.message).toContain('only 30 times, last on 2026-11-30: 1,000 writes for each.');
  });

  it('never speaks of what is unique, of a constraint, the only one for a foreign key, not valid, or of a partition', () => {
    const users = table('users');
    const posts = (indexes: ReturnType<typeof index>[]) =>
      table('posts', {
        columns: [column('id'), column('userId'), column('at')],
        foreignKeys: [foreignKey('posts', 'userId', 'users')],
        indexes,
      });
    const spoken = (indexes: ReturnType<typeof index>[], kind: 'table' | 'partitioned table' = 'table') =>
      keysOf(
        runCheck(indexUse, {
          'database.catalogue': databaseSchema([users, { ...posts(indexes), kind }]),
          'database.usage': databaseUsage({ tables: [tableUsed('posts')] }),
        }),
      );
    expect(spoken([unique('posts', ['at']), index('posts', ['at'], { constraint: 'exclusion' })])).toEqual(
      [],
    );
    expect(
      spoken([index('posts', ['at'], { valid: false }), index('posts', ['id'], { ready: false })]),
    ).toEqual([]);
    expect(spoken([index('posts', ['userId', 'at'])])).toEqual([]);
    expect(spoken([index('posts', ['userId']), index('posts', ['userId', 'at'])])).toHaveLength(2);
    // A partial one, or one that begins with something else, is no cover for it.
    expect(spoken([index('posts', ['userId'], { predicate: 'at IS NULL' })])).toHaveLength(1);
    expect(spoken([index('posts', ['at', 'userId'])])).toHaveLength(1);
    expect(spoken([index('posts', ['at'])], 'partitioned table')).toEqual([]);
  });

  it('says nothing before the counters are old enough, and why', () => {
    const young = check({ use: { scans: 0 }, usage: { countedSince: '2026-11-24T12:00:00.000Z' } });
    expect(young).toMatchObject({ compared: 0, findings: [] });
    expect(young.nothingToCompare).toBe(
      'The server counts how indexes are used since 2026-11-24, 6 days ago: 7 are needed before the counters say anything (thresholds.statisticsMinimumDays).',
    );
    expect(check({ usage: { tracksCounts: false } }).nothingToCompare).toContain('track_counts is off');
    expect(check({ usage: { countedSince: null } }).nothingToCompare).toContain('pg_stat_reset()');
    const none = { use: { scans: 0 }, usage: { countedSince: '2026-11-30T12:00:00.000Z' } };
    expect(keysOf(check({ ...none, thresholds: { statisticsMinimumDays: 0 } }))).toEqual([UNUSED]);
    // What was counted in an hour is no rate of a day.
    const hour = { countedSince: '2026-11-30T11:00:00.000Z' };
    expect(
      onlyFinding(check({ use: { scans: 1 }, usage: hour, thresholds: { statisticsMinimumDays: 0 } }))
        .observed,
    ).toContain('1 scan a day');
  });

  it('leaves out an index that is newer than that, as far as anybody knows', () => {
    const made = check({ use: { scans: 0, madeAt: '2026-11-28T12:00:00.000Z' } });
    expect(made).toMatchObject({ compared: 0, findings: [] });
    expect(made.nothingToCompare).toContain('1 index made less than 7 days ago is not judged yet');

    const folder = migrationsFolder(['1_init', '2_email']);
    folder.indexes = [{ ...idle, source: { file: 'prisma/migrations/2_email/migration.sql', line: 3 } }];
    const history = (finishedAt: string) =>
      migrationHistory([historyRow('1_init'), historyRow('2_email', { finishedAt })]);
    const judged = (finishedAt: string) =>
      runCheck(indexUse, {
        ...observe({ use: { scans: 0 } }),
        'migrations.folder': folder,
        'migrations.history': history(finishedAt),
      });
    expect(judged('2026-11-29T00:00:00.000Z').compared).toBe(0);
    const old = onlyFinding(judged('2026-11-10T12:00:00.000Z'));
    expect(old.observed).toContain('0 scans in 20 days');
    expect(old.source).toEqual({ file: 'prisma/migrations/2_email/migration.sql', line: 3 });
    expect(old.remedy.text).not.toContain('When it was made');
  });

  it('is skipped where no index could be spared, unknown without tables', () => {
    expect(check({ table: { liveRows: 999 } }).nothingToCompare).toContain('fewer than 1,000 rows');
    expect(check({ usage: { tables: [] } }).nothingToCompare).toContain('No index is one');
    const nothing = { 'database.catalogue': databaseSchema([]), 'database.usage': databaseUsage() };
    expect(runCheck(indexUse, nothing)).toEqual({ compared: 0, findings: [] });
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(runCheck(indexUse, observe({ use: { scans: 0 } }), ['users_email_idx']).findings).toEqual([]);
    expectNeeds(indexUse, observe());
  });
});
