import { describe, expect, it } from 'vitest';
import { databaseSchema, index, table, unique } from '../testing/builders';
import { indexInWords, indexKeyColumns, migrationOnlyIndexes, sameIndexKey } from './index-match';

describe('index-match', () => {
  it('puts an index into words', () => {
    const whole = index('t', ['userId', 'at desc'], { unique: true, include: ['z', 'b c'], predicate: 'x' });
    expect(indexInWords(whole)).toBe('unique btree (userId, at desc) include ("b c", z) where x');
    expect(indexKeyColumns(whole)).toBe('userId,at desc include b c,z where x');
    expect(indexKeyColumns(index('t', ['a', 'b']))).toBe('a,b');
    expect(indexKeyColumns(index('t', ['a'], { method: 'gin' }))).toBe('a using gin');
  });

  it('tells tables apart, not names', () => {
    expect(sameIndexKey(index('t', ['a']))).toBe(sameIndexKey(index('t', ['a'], { name: 'other' })));
    expect(sameIndexKey(index('t', ['a']))).not.toBe(sameIndexKey(index('u', ['a'])));
  });

  it('keeps of the migrations what the schema declares neither by definition nor by name', () => {
    const ddl = databaseSchema([table('t', { indexes: [index('t', ['a'])] })]);
    const own = index('t', ['b']);
    const given = [
      index('t', ['a'], { name: 'renamed' }),
      index('t', ['c'], { name: 't_a_idx' }),
      unique('t', ['id'], { name: 't_pkey', constraint: 'primary' }),
      own,
    ];
    expect(migrationOnlyIndexes(given, ddl)).toEqual([own]);
  });
});
