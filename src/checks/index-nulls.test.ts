import { describe, expect, it } from 'vitest';
import type { DatabaseUsage } from '../shared/database-usage';
import { indexNulls } from './index-nulls';
import { column, databaseSchema, index, prismaSchemaOf, table } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';
import { columnUsed, databaseUsage, indexUsed } from './testing/usage-builders';

const live = index('users', ['left_at', 'id']);
const KEY = 'index.null-heavy:public.users:users_left_at_id_idx';

function observe(fraction: number, over: Partial<typeof live> = {}, usage: Partial<DatabaseUsage> = {}) {
  const columns = [column('id'), column('left_at', { nullable: true })];
  const catalogue = databaseSchema([table('users', { columns, indexes: [{ ...live, ...over }] })]);
  return {
    'database.catalogue': catalogue,
    'database.usage': databaseUsage({
      indexes: [indexUsed('users', live.name)],
      columns: [columnUsed('users', 'left_at', fraction)],
      ...usage,
    }),
    'schema.prisma': prismaSchemaOf(catalogue),
  };
}
const check = (...parts: Parameters<typeof observe>) => runCheck(indexNulls, observe(...parts));

describe('index-nulls', () => {
  it('passes where most rows have a value', () => {
    expect(check(0.1)).toEqual({ compared: 1, findings: [] });
  });

  it('leaves one alone that is just below the limit, or smaller than it is worth', () => {
    expect(check(0.49).findings).toEqual([]);
    expect(check(0.5).findings).toHaveLength(1);
    const small = { indexes: [indexUsed('users', live.name, { sizeBytes: 9_999_999 })] };
    expect(check(0.9, {}, small).nothingToCompare).toMatch(/No plain btree index of at least 10 MB/);
    const unseen = { indexes: [indexUsed('users', live.name, { sizeBytes: null })] };
    expect(check(0.9, {}, unseen).findings).toEqual([]);
  });

  it('finds one of mostly nulls, and proposes one of the others alone', () => {
    const finding = onlyFinding(check(0.92));
    expect(finding).toMatchObject({
      key: KEY,
      severity: 'info',
      impact: 'performance',
      subject: { kind: 'index', table: 'users', model: 'Users' },
      observed: '92 % of the rows without left_at, 20 MB',
    });
    expect(finding.remedy.kind).toBe('note');
    expect(finding.remedy.text).toContain('left_at IS NULL');
    expect(finding.alternative?.statements?.map(({ sql }) => sql)).toEqual([
      'CREATE INDEX CONCURRENTLY "users_left_at_id_idx_not_null" ON "public"."users" USING btree ("left_at", "id") WHERE "left_at" IS NOT NULL;',
      'DROP INDEX CONCURRENTLY "public"."users_left_at_id_idx";',
    ]);
  });

  it('is content once it holds only the others', () => {
    expect(keysOf(check(0.92, { predicate: 'left_at IS NOT NULL' }))).toEqual([]);
  });

  it('has nothing to say of unique ones, other methods, expressions and columns that are never null', () => {
    expect(keysOf(check(0.92, { unique: true }))).toEqual([]);
    expect(keysOf(check(0.92, { method: 'gin' }))).toEqual([]);
    expect(keysOf(check(0.92, { valid: false }))).toEqual([]);
    expect(keysOf(check(0.92, { columns: index('users', ['id']).columns }))).toEqual([]);
    const [first] = live.columns;
    if (first === undefined) throw new Error('The index has a column.');
    expect(
      keysOf(check(0.92, { columns: [{ ...first, name: null, expression: 'lower(left_at)' }] })),
    ).toEqual([]);
  });

  it('is unknown where the user may not see what ANALYZE found, skipped where it found nothing', () => {
    const reason = 'PostgreSQL hides the statistics: GRANT SELECT.';
    expect(check(0.92, {}, { columns: [], columnsUnreadable: reason }).unknown).toBe(reason);
    expect(check(0.92, {}, { columns: [] })).toMatchObject({
      compared: 0,
      nothingToCompare:
        'Of the columns of 1 large index ANALYZE has found out nothing: users_left_at_id_idx.',
    });
    const nothing = { 'database.catalogue': databaseSchema([]), 'database.usage': databaseUsage() };
    expect(runCheck(indexNulls, nothing)).toEqual({ compared: 0, findings: [] });
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(keysOf(runCheck(indexNulls, observe(0.92), ['users']))).toEqual([]);
    expectNeeds(indexNulls, observe(0.92));
  });
});
