import { describe, expect, it } from 'vitest';
import { tableKeys } from './table-keys';
import { column, databaseSchema, migrationsReplay, table, unique, view } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sides } from './testing/sides';

const keyless = (over: Parameters<typeof table>[1] = {}) => table('logs', { primaryKey: null, ...over });
const only = (...tables: ReturnType<typeof table>[]) => ({ 'database.catalogue': databaseSchema(tables) });

describe('table-keys', () => {
  it('passes where each table has its key, and asks none of a view', () => {
    const result = runCheck(tableKeys, only(table('users'), view('names', 'SELECT 1')));
    expect(result).toEqual({ compared: 1, findings: [] });
  });

  it('finds a table without one, and takes no key by itself', () => {
    const finding = onlyFinding(
      runCheck(tableKeys, only(table('users'), keyless({ kind: 'partitioned table' }))),
    );
    expect(finding).toMatchObject({
      key: 'primary-key.absent:public.logs',
      severity: 'warning',
      impact: 'integrity',
      expected: 'a primary key',
      observed: 'no key at all',
      remedy: { kind: 'note' },
    });
    expect(finding.alternative?.statements).toMatchObject([
      {
        sql: 'ALTER TABLE "public"."logs" ADD COLUMN "row_id" bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT "logs_pkey" PRIMARY KEY;',
        lock: 'ACCESS EXCLUSIVE',
        rewrites: true,
      },
    ]);
  });

  it('only tells of one whose rows a unique index tells apart', () => {
    const guarded = keyless({ columns: [column('a'), column('b')], indexes: [unique('logs', ['a', 'b'])] });
    const finding = onlyFinding(runCheck(tableKeys, only(guarded)));
    expect(finding).toMatchObject({
      severity: 'info',
      observed: 'only the unique index logs_a_b_key (a, b)',
    });
    expect(finding.alternative?.text).toContain(
      'ADD CONSTRAINT "logs_pkey" PRIMARY KEY USING INDEX "logs_a_b_key"',
    );
    expect(finding.message).toContain('needs it named as REPLICA IDENTITY');
    const identity = unique('logs', ['a', 'b'], { heldBy: 'replica identity' });
    expect(onlyFinding(runCheck(tableKeys, only({ ...guarded, indexes: [identity] }))).message).toContain(
      'is its replica identity',
    );
  });

  it.each([
    ['nulls', unique('logs', ['n']), {}],
    ['some rows only', unique('logs', ['a'], { predicate: 'b' }), {}],
    ['rows at the commit only', unique('logs', ['a'], { constraint: 'unique', deferrable: true }), {}],
    ['nothing, being broken', unique('logs', ['a'], { valid: false }), {}],
  ])('does not take an index for one that guards %s', (_words, one) => {
    const columns = [column('a'), column('n', { nullable: true })];
    const finding = onlyFinding(runCheck(tableKeys, only(keyless({ columns, indexes: [one] }))));
    expect(finding.severity).toBe('warning');
  });

  it('leaves to primary-key.missing what schema or migrations declare a key for', () => {
    expect(
      keysOf(runCheck(tableKeys, sides(databaseSchema([table('logs')]), databaseSchema([keyless()])))),
    ).toEqual([]);
    const replayed = { 'migrations.replay': migrationsReplay(databaseSchema([table('logs')])) };
    expect(keysOf(runCheck(tableKeys, { ...only(keyless()), ...replayed }))).toEqual([]);
  });

  it('offers the @@id where a model is declared without one', () => {
    const guarded = keyless({ columns: [column('a')], indexes: [unique('logs', ['a'])] });
    const finding = onlyFinding(runCheck(tableKeys, sides(databaseSchema([guarded]))));
    expect(finding).toMatchObject({
      subject: { model: 'Logs' },
      remedy: { kind: 'edit', text: '@@id([a])' },
      source: { file: 'prisma/schema.prisma' },
    });
    expect(finding.message).toContain('and its model declares none');
  });

  it('passes again once the key stands', () => {
    expect(keysOf(runCheck(tableKeys, only(table('logs'))))).toEqual([]);
  });

  it('is skipped where there are only views, unknown where there is nothing', () => {
    expect(runCheck(tableKeys, only(view('names', 'SELECT 1'))).nothingToCompare).toMatch(/No table/);
    expect(runCheck(tableKeys, only())).toEqual({ compared: 0, findings: [] });
    expectNeeds(tableKeys, only(table('users')));
    expect(keysOf(runCheck(tableKeys, only(keyless()), ['logs']))).toEqual([]);
  });
});
