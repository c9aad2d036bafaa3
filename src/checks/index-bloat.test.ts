import { describe, expect, it } from 'vitest';
import type { IndexUse } from '../shared/database-usage';
import { indexBloat } from './index-bloat';
import { databaseSchema, index, prismaSchemaOf, table } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sqlOf } from './testing/sides';
import { databaseUsage, indexUsed } from './testing/usage-builders';

const KEY = 'index.bloated:public.users:users_email_idx';
const catalogue = databaseSchema([table('users', { indexes: [index('users', ['email'])] })]);

function observe(use: Partial<IndexUse>, columnsUnreadable: string | null = null) {
  const indexes = [indexUsed('users', 'users_email_idx', use)];
  return {
    'database.catalogue': catalogue,
    'database.usage': databaseUsage({ indexes, columnsUnreadable }),
    'schema.prisma': prismaSchemaOf(catalogue),
  };
}
const check = (...parts: Parameters<typeof observe>) => runCheck(indexBloat, observe(...parts));

describe('index-bloat', () => {
  it('passes where a fresh one would be as large', () => {
    expect(check({ leanBytes: 19_000_000 })).toEqual({ compared: 1, findings: [] });
    // An estimate that is too large is no bloat.
    expect(keysOf(check({ leanBytes: 30_000_000 }))).toEqual([]);
  });

  it('leaves one alone that is just full enough, or small', () => {
    expect(keysOf(check({ leanBytes: 10_000_001 }))).toEqual([]);
    expect(keysOf(check({ leanBytes: 10_000_000 }))).toEqual([KEY]);
    expect(check({ sizeBytes: 9_999_999, leanBytes: 100 }).nothingToCompare).toMatch(/10 MB/);
  });

  it('finds one that is mostly empty, says that it is an estimate, and rebuilds it', () => {
    const finding = onlyFinding(check({ leanBytes: 5_000_000 }));
    expect(finding).toMatchObject({
      key: KEY,
      severity: 'warning',
      impact: 'performance',
      expected: 'less than 50 % of its pages to spare (an estimate)',
      observed: 'about 75 % to spare, 15 MB of 20 MB (an estimate)',
      subject: { kind: 'index', model: 'Users' },
    });
    expect(finding.message).toContain('by an estimate a fresh one would take 5 MB');
    expect(sqlOf(finding)).toBe('REINDEX INDEX CONCURRENTLY "public"."users_email_idx";');
    expect(finding.remedy.statements).toMatchObject([
      { lock: 'SHARE UPDATE EXCLUSIVE', transaction: 'outside', dataLoss: 'none' },
    ]);
    expect(finding.remedy.text).toContain('room for a second index');
  });

  it('only tells where less than a large index would be won', () => {
    expect(onlyFinding(check({ sizeBytes: 12_000_000, leanBytes: 3_000_000 })).severity).toBe('info');
  });

  it('is content once it is rebuilt', () => {
    expect(check({ sizeBytes: 10_100_000, leanBytes: 10_000_000 })).toEqual({ compared: 1, findings: [] });
  });

  it('is unknown where the user may not see what ANALYZE found, skipped where it found nothing', () => {
    expect(check({}, 'PostgreSQL hides the statistics.').unknown).toBe('PostgreSQL hides the statistics.');
    expect(check({}).nothingToCompare).toContain('users_email_idx');
    const nothing = { 'database.catalogue': databaseSchema([]), 'database.usage': databaseUsage() };
    expect(runCheck(indexBloat, nothing)).toEqual({ compared: 0, findings: [] });
  });

  it('tells beside the rest what it knows nothing of', () => {
    const observed = observe({ leanBytes: 19_000_000 });
    observed['database.usage'].indexes.push(indexUsed('users', 'users_pkey'));
    expect(runCheck(indexBloat, observed)).toMatchObject({
      compared: 1,
      leftOut: 'Of the columns of 1 large index ANALYZE has found out nothing: users_pkey.',
    });
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(keysOf(runCheck(indexBloat, observe({ leanBytes: 1 }), ['users_email_idx']))).toEqual([]);
    expectNeeds(indexBloat, observe({}));
  });
});
