import { describe, expect, it } from 'vitest';
import type { Index, Table } from '../shared/database-schema';
import { indexDuplicates } from './index-duplicates';
import { databaseSchema, index, table, unique } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';

const plain = (over: Partial<Index> = {}) => index('users', ['email'], over);
const only = (...indexes: Index[]) => ({
  'database.catalogue': databaseSchema([table('users', { indexes })]),
});
const gone = (...indexes: Index[]) =>
  runCheck(indexDuplicates, only(...indexes)).findings.map(({ subject }) => subject.name);
const withFirst = (one: Index, over: Partial<Index['columns'][number]>): Index => ({
  ...one,
  name: 'other',
  columns: one.columns.map((column, place) => (place === 0 ? { ...column, ...over } : column)),
});

describe('index-duplicates', () => {
  it('passes where each index does something of its own', () => {
    expect(runCheck(indexDuplicates, only(plain(), index('users', ['name'])))).toEqual({
      compared: 3,
      findings: [],
    });
  });

  it.each([
    ['another order', withFirst(plain(), { order: 'desc', nulls: 'first' })],
    ['nulls elsewhere', withFirst(plain(), { nulls: 'first' })],
    ['another operator class', withFirst(plain(), { opclass: 'text_pattern_ops' })],
    ['another collation', withFirst(plain(), { collation: 'C' })],
    ['another method', plain({ name: 'other', method: 'hash' })],
    ['a predicate', plain({ name: 'other', predicate: 'active' })],
    ['an expression', withFirst(plain(), { name: null, expression: 'lower(email)' })],
    ['one key more', index('users', ['email', 'name'])],
    ['one that is not valid', plain({ name: 'other', valid: false })],
    ['one that is not ready', plain({ name: 'other', ready: false })],
  ])('lets %s stand beside it', (_words, other) => {
    expect(gone(plain(), other)).toEqual([]);
    expect(gone(other, plain())).toEqual([]);
  });

  it('finds the second one of two alike, and drops it while others write', () => {
    const finding = onlyFinding(
      runCheck(indexDuplicates, only(plain(), plain({ name: 'users_email_idx1' }))),
    );
    expect(finding).toMatchObject({
      key: 'index.duplicate:public.users:users_email_idx1',
      severity: 'warning',
      impact: 'performance',
      subject: { kind: 'index', table: 'users', name: 'users_email_idx1' },
      message:
        'Index users_email_idx1, btree (email), on public.users does the same as users_email_idx: each write keeps up both.',
      expected: 'users_email_idx alone, btree (email)',
      remedy: {
        statements: [
          {
            sql: 'DROP INDEX CONCURRENTLY "public"."users_email_idx1";',
            lock: 'SHARE UPDATE EXCLUSIVE',
            transaction: 'outside',
          },
        ],
      },
    });
  });

  it('drops the plain one of a unique and a plain one, and the one that includes less', () => {
    expect(gone(plain(), unique('users', ['email']))).toEqual(['users_email_idx']);
    expect(gone(plain(), plain({ name: 'wide', include: ['name'] }))).toEqual(['users_email_idx']);
    expect(gone(plain({ include: ['age'] }), plain({ name: 'wide', include: ['name'] }))).toEqual([]);
    expect(gone(plain({ include: ['name'] }), unique('users', ['email']))).toEqual([]);
    expect(
      gone(plain({ include: ['name'] }), unique('users', ['email'], { include: ['age', 'name'] })),
    ).toEqual(['users_email_idx']);
  });

  it('tells all of several from the one that stays', () => {
    const names = ['a', 'b', 'c'].map((name) => plain({ name }));
    expect(gone(...names, unique('users', ['email'], { name: 'z' }))).toEqual(['a', 'b', 'c']);
    const uniques = ['a', 'b', 'c'].map((name) => unique('users', ['email'], { name }));
    expect(gone(...uniques)).toEqual(['b', 'c']);
  });

  it('never drops what a constraint, a foreign key or the replica identity rests on', () => {
    const one = unique('users', ['email'], { name: 'a' });
    for (const over of [
      { constraint: 'unique' },
      { heldBy: 'foreign key' },
      { heldBy: 'replica identity' },
    ] satisfies Partial<Index>[]) {
      expect(gone(one, unique('users', ['email'], { name: 'b', ...over }))).toEqual(['a']);
      expect(gone({ ...one, ...over }, unique('users', ['email'], { name: 'b', ...over }))).toEqual([]);
    }
    expect(gone(unique('users', ['id'], { name: 'a' }))).toEqual(['a']);
  });

  it('takes a milder guard for no duplicate of a stricter one', () => {
    const strict = unique('users', ['email'], { name: 'b', nullsNotDistinct: true });
    expect(gone(unique('users', ['email'], { name: 'a' }), strict)).toEqual(['a']);
    expect(
      gone(unique('users', ['email'], { name: 'a' }), { ...strict, constraint: 'unique', deferrable: true }),
    ).toEqual([]);
    expect(gone(plain(), { ...strict, constraint: 'unique', deferrable: true })).toEqual(['users_email_idx']);
  });

  describe('what schema.prisma declares', () => {
    const declared = (indexes: Index[], live: Index[]) => {
      const of = (list: Index[]): Table => table('users', { indexes: list });
      return sides(
        databaseSchema([of(indexes)]),
        databaseSchema([of(live.map((one) => ({ ...one, origin: null })))]),
      );
    };

    it('stays', () => {
      const result = runCheck(
        indexDuplicates,
        declared([plain({ name: 'b' })], [plain({ name: 'a' }), plain({ name: 'b' })]),
      );
      expect(onlyFinding(result)).toMatchObject({
        subject: { name: 'a', model: 'Users' },
        remedy: { kind: 'sql' },
      });
    });

    it('goes out of the schema first where nothing else would stand for it', () => {
      const both = [plain(), unique('users', ['email'])];
      const finding = onlyFinding(runCheck(indexDuplicates, declared(both, both)));
      expect(finding.remedy.kind).toBe('edit');
      expect(finding.alternative?.text).toBe('DROP INDEX CONCURRENTLY "public"."users_email_idx";');
    });

    it('does not give way to what nobody declares', () => {
      expect(
        keysOf(runCheck(indexDuplicates, declared([plain()], [plain(), unique('users', ['email'])]))),
      ).toEqual([]);
    });
  });

  it('passes again once it is dropped', () => {
    const found = onlyFinding(runCheck(indexDuplicates, only(plain(), plain({ name: 'users_second' }))));
    expect(sqlOf(found)).toContain('"users_second"');
    expect(gone(plain())).toEqual([]);
  });

  it('is skipped where tables have no index, unknown where there is no table', () => {
    const bare = databaseSchema([table('users', { primaryKey: null })]);
    expect(runCheck(indexDuplicates, { 'database.catalogue': bare }).nothingToCompare).toMatch(/No table/);
    expect(runCheck(indexDuplicates, { 'database.catalogue': databaseSchema([]) })).toEqual({
      compared: 0,
      findings: [],
    });
    expectNeeds(indexDuplicates, only(plain()));
  });

  it('leaves out what a pattern names', () => {
    expect(
      keysOf(runCheck(indexDuplicates, only(plain(), plain({ name: 'users_second' })), ['users_second'])),
    ).toEqual([]);
  });
});
