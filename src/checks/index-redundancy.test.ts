import { describe, expect, it } from 'vitest';
import type { Index } from '../shared/database-schema';
import { indexRedundancy } from './index-redundancy';
import { databaseSchema, index, table, unique } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sides } from './testing/sides';

const on = (columns: string[], over: Partial<Index> = {}) => index('goals', columns, over);
const only = (...indexes: Index[]) => ({
  'database.catalogue': databaseSchema([table('goals', { indexes })]),
});
const gone = (...indexes: Index[]) =>
  runCheck(indexRedundancy, only(...indexes)).findings.map(({ subject }) => subject.name);

describe('index-redundancy', () => {
  it('passes where none begins another one', () => {
    expect(runCheck(indexRedundancy, only(on(['a', 'b']), on(['b'])))).toEqual({ compared: 3, findings: [] });
  });

  it.each([
    ['the columns in another order', on(['b', 'a', 'c'])],
    ['only some of the directions turned', on(['a desc', 'b', 'c'])],
    ['a predicate', on(['a', 'b', 'c'], { predicate: 'done' })],
    ['another method', on(['a', 'b', 'c'], { method: 'gin' })],
    ['one that is not valid', on(['a', 'b', 'c'], { valid: false })],
    ['the rest only included', on(['a'], { include: ['b', 'c'] })],
  ])('lets %s stand beside it', (_words, other) => {
    expect(gone(on(['a', 'b']), other)).not.toContain('goals_a_b_idx');
  });

  it('lets stand what is unique, held, includes more, holds fewer rows, or is no btree', () => {
    const wide = on(['a', 'b']);
    expect(gone(unique('goals', ['a']), wide)).toEqual([]);
    expect(gone(unique('goals', ['a'], { constraint: 'unique' }), wide)).toEqual([]);
    expect(gone(on(['a'], { heldBy: 'replica identity' }), wide)).toEqual([]);
    expect(gone(on(['a'], { include: ['x'] }), wide)).toEqual([]);
    expect(gone(on(['a'], { predicate: 'done' }), wide)).toEqual([]);
    expect(gone(on(['a'], { method: 'gin' }), on(['a', 'b'], { method: 'gin' }))).toEqual([]);
  });

  it('finds (a) within (a, b), and says so without raising an alarm', () => {
    expect(onlyFinding(runCheck(indexRedundancy, only(on(['a']), on(['a', 'b']))))).toMatchObject({
      key: 'index.redundant:public.goals:goals_a_idx',
      severity: 'info',
      impact: 'performance',
      message:
        'Index goals_a_idx, btree (a), on public.goals is the beginning of goals_a_b_idx, btree (a, b), which can serve what it serves: each write keeps up both.',
      expected: 'goals_a_b_idx alone, btree (a, b)',
      observed: 'goals_a_b_idx and goals_a_idx, btree (a)',
      remedy: { statements: [{ sql: 'DROP INDEX CONCURRENTLY "public"."goals_a_idx";' }] },
    });
  });

  it.each([
    ['a unique one', unique('goals', ['a', 'b'])],
    ['a primary key', unique('goals', ['a', 'b'], { constraint: 'primary' })],
    ['one that is turned round', on(['a desc', 'b'])],
    ['one that has as a key what it includes', on(['a', 'x'])],
  ])('finds it within %s', (_words, wide) => {
    expect(
      gone(on(['a'], { name: 'short', include: wide.columns[1]?.name === 'x' ? ['x'] : [] }), wide),
    ).toEqual(['short']);
  });

  it('finds partial ones within one of the same rows', () => {
    expect(gone(on(['a'], { predicate: 'done' }), on(['a', 'b'], { predicate: 'done' }))).toEqual([
      'goals_a_idx',
    ]);
  });

  it('names the shortest that stays, and one of two that mirror each other', () => {
    const result = runCheck(indexRedundancy, only(on(['a']), on(['a', 'b']), on(['a', 'b', 'c'])));
    expect(result.findings.map(({ subject, expected }) => [subject.name, expected])).toEqual([
      ['goals_a_idx', 'goals_a_b_c_idx alone, btree (a, b, c)'],
      ['goals_a_b_idx', 'goals_a_b_c_idx alone, btree (a, b, c)'],
    ]);
    expect(gone(on(['a', 'b']), on(['a desc', 'b desc'], { name: 'turned' }))).toEqual(['turned']);
    expect(gone(on(['a']), unique('goals', ['a desc'], { name: 'turned' }))).toEqual(['goals_a_idx']);
  });

  it('leaves to index.duplicate what is one, and does not lean on what is to go', () => {
    const twice = [on(['a', 'b']), on(['a', 'b'], { name: 'again' })];
    expect(gone(...twice)).toEqual([]);
    expect(
      runCheck(indexRedundancy, only(on(['a']), ...twice)).findings.map(({ expected }) => expected),
    ).toEqual(['again alone, btree (a, b)']);
  });

  it('has the edit come first where schema.prisma declares it, and does not lean on what nobody declares', () => {
    const of = (...indexes: Index[]) => databaseSchema([table('goals', { indexes })]);
    const both = [on(['a']), on(['a', 'b'])];
    const finding = onlyFinding(runCheck(indexRedundancy, sides(of(...both))));
    expect(finding).toMatchObject({ remedy: { kind: 'edit' }, alternative: { kind: 'sql' } });
    expect(keysOf(runCheck(indexRedundancy, sides(of(on(['a'])), of(...both))))).toEqual([]);
  });

  it('passes again once it is dropped', () => {
    expect(gone(on(['a', 'b']))).toEqual([]);
  });

  it('is skipped where tables have no index, unknown where there is no table', () => {
    const bare = databaseSchema([table('goals', { primaryKey: null })]);
    expect(runCheck(indexRedundancy, { 'database.catalogue': bare }).nothingToCompare).toMatch(/No table/);
    expect(runCheck(indexRedundancy, { 'database.catalogue': databaseSchema([]) })).toEqual({
      compared: 0,
      findings: [],
    });
    expectNeeds(indexRedundancy, only(on(['a'])));
  });
});
