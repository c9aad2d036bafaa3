import { describe, expect, it } from 'vitest';
import type { DatabaseUsage, TableUse } from '../shared/database-usage';
import { statisticsAge } from './statistics-age';
import { databaseSchema, prismaSchemaOf, table } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sqlOf } from './testing/sides';
import { databaseUsage, tableUsed } from './testing/usage-builders';

const catalogue = databaseSchema([table('users')]);

function observe(use: Partial<TableUse> = {}, usage: Partial<DatabaseUsage> = {}) {
  return {
    'database.catalogue': catalogue,
    'database.usage': databaseUsage({ tables: [tableUsed('users', use)], ...usage }),
    'schema.prisma': prismaSchemaOf(catalogue),
  };
}
const check = (...parts: Parameters<typeof observe>) => runCheck(statisticsAge, observe(...parts));

describe('statistics-age', () => {
  it('passes where little was written since ANALYZE', () => {
    expect(check({ modifiedRows: 100 })).toEqual({ compared: 1, findings: [] });
  });

  it('leaves a table alone that is just fresh enough, or small', () => {
    expect(keysOf(check({ modifiedRows: 19_999 }))).toEqual([]);
    expect(keysOf(check({ modifiedRows: 20_000 }))).toEqual(['statistics.stale:public.users']);
    expect(check({ liveRows: 999, modifiedRows: 999 }).nothingToCompare).toMatch(/1,000 rows/);
  });

  it('finds one of which much was written since, with what mends it', () => {
    const finding = onlyFinding(check({ modifiedRows: 50_000 }));
    expect(finding).toMatchObject({
      severity: 'warning',
      impact: 'performance',
      subject: { kind: 'table', name: 'users', model: 'Users' },
      expected: 'fewer than 20 % of its rows written since ANALYZE',
      observed: '50 % of its rows written since 2026-11-29',
    });
    expect(sqlOf(finding)).toBe('ANALYZE "public"."users";');
    expect(finding.remedy.text).toContain('n_mod_since_analyze');
  });

  it('finds one that was never analysed since the server counts', () => {
    const finding = onlyFinding(check({ modifiedRows: 100_000, analyzedAt: null }));
    expect(finding.severity).toBe('warning');
    expect(finding.message).toContain('never analysed since the server counts (2026-10-31)');
  });

  it('only tells while autovacuum may still be on its way', () => {
    const minutes = '2026-11-30T11:30:00.000Z';
    expect(onlyFinding(check({ modifiedRows: 50_000, analyzedAt: minutes })).severity).toBe('info');
    const young = { modifiedRows: 100_000, analyzedAt: null };
    expect(onlyFinding(check(young, { countedSince: minutes })).severity).toBe('info');
    expect(onlyFinding(check(young, { countedSince: null })).severity).toBe('warning');
  });

  it('is content once it is analysed', () => {
    expect(keysOf(check({ modifiedRows: 0, analyzedAt: '2026-11-30T11:59:00.000Z' }))).toEqual([]);
  });

  it('is skipped where nothing is counted, on a standby, and where no table holds rows; unknown without tables', () => {
    expect(check({}, { tracksCounts: false }).nothingToCompare).toContain('track_counts is off');
    expect(check({ modifiedRows: 50_000 }, { isReplica: true }).nothingToCompare).toContain('standby');
    expect(check({ liveRows: null }).nothingToCompare).toMatch(/No table/);
    const nothing = { 'database.catalogue': databaseSchema([]), 'database.usage': databaseUsage() };
    expect(runCheck(statisticsAge, nothing)).toEqual({ compared: 0, findings: [] });
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(keysOf(runCheck(statisticsAge, observe({ modifiedRows: 50_000 }), ['users']))).toEqual([]);
    expectNeeds(statisticsAge, observe());
  });
});
