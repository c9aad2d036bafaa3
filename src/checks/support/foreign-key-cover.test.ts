import { describe, expect, it } from 'vitest';
import type { Index } from '../../shared/database-schema';
import {
  column,
  databaseSchema,
  foreignKey,
  index,
  prismaSchemaOf,
  table,
  unique,
} from '../testing/builders';
import { coveredTies, coverFault, holdsAllButNulls, nearestCover } from './foreign-key-cover';

const on = (columns: string[], over: Partial<Index> = {}) => index('goals', columns, over);
const expression = { name: null, expression: 'lower(a)', order: 'asc', nulls: 'last' } as const;

describe('coverFault', () => {
  it.each([
    ['the column alone', on(['a']), ['a']],
    ['the column and more', on(['a', 'x']), ['a']],
    ['the other direction', on(['a desc']), ['a']],
    ['a unique one', unique('goals', ['a']), ['a']],
    ['the primary key', unique('goals', ['a', 'b'], { constraint: 'primary' }), ['a']],
    ['a hash of it', on(['a'], { method: 'hash' }), ['a']],
    ['both columns in the other order', on(['b', 'a']), ['a', 'b']],
    ['both columns before another one', on(['b', 'a desc', 'x']), ['a', 'b']],
    ['a column that stands twice', on(['a', 'a', 'b']), ['a', 'b']],
    ['all rows but nulls', on(['a'], { predicate: 'a IS NOT NULL' }), ['a']],
    [
      'all rows but nulls of both',
      on(['a', 'b'], { predicate: '(b IS NOT NULL) AND (a IS NOT NULL)' }),
      ['a', 'b'],
    ],
    [
      'an operator class that keeps =',
      {
        ...on(['a']),
        columns: [
          { ...expression, name: 'a', expression: null, opclass: 'text_pattern_ops', collation: null },
        ],
      },
      ['a'],
    ],
  ] satisfies [string, Index, string[]][])('lets %s count', (_words, one, columns) => {
    expect(coverFault(one, columns)).toBeNull();
  });

  it.each([
    ['begins with x', on(['x', 'a']), ['a']],
    ['lacks b', on(['a']), ['a', 'b']],
    ['has x before b', on(['a', 'x', 'b']), ['a', 'b']],
    ['lacks b', on(['a'], { include: ['b'] }), ['a', 'b']],
    ['is not valid, so that no query uses it', on(['a'], { valid: false }), ['a']],
    ['is not valid, so that no query uses it', on(['a'], { ready: false }), ['a']],
    ['holds only the rows where done', on(['a'], { predicate: 'done' }), ['a']],
    ['holds only the rows where x IS NOT NULL', on(['a'], { predicate: 'x IS NOT NULL' }), ['a']],
    ['is a gin index, which keeps no order', on(['a'], { method: 'gin' }), ['a']],
    ['is a brin index, which keeps no order', on(['a'], { method: 'brin' }), ['a']],
    [
      'has an expression in its place',
      { ...on(['a']), columns: [{ ...expression, opclass: null, collation: null }] },
      ['a'],
    ],
    [
      'has a in another collation',
      {
        ...on(['a']),
        columns: [{ ...expression, name: 'a', expression: null, opclass: null, collation: 'C' }],
      },
      ['a'],
    ],
  ] satisfies [string, Index, string[]][])('does not let one count that %s', (words, one, columns) => {
    expect(coverFault(one, columns)).toBe(words);
  });

  it('reads predicates as PostgreSQL writes them', () => {
    expect(holdsAllButNulls('"userId" IS NOT NULL', ['userId'])).toBe(true);
    expect(holdsAllButNulls('(("userId" IS NOT NULL) AND (a > 1))', ['userId'])).toBe(false);
    expect(holdsAllButNulls('"user""s" IS NOT NULL', ['user"s'])).toBe(true);
    expect(holdsAllButNulls('"userId" IS NULL', ['userId'])).toBe(false);
  });
});

describe('coveredTies', () => {
  const goals = table('goals', {
    columns: [column('id'), column('userId'), column('teamId')],
    foreignKeys: [foreignKey('goals', 'userId', 'users'), foreignKey('goals', 'teamId', 'teams')],
    indexes: [on(['userId', 'id'])],
  });

  it('tells of each foreign key which index covers it, and the same list again', () => {
    const catalogue = databaseSchema([table('users'), goals]);
    const ties = coveredTies(catalogue);
    expect(ties.map(({ constraint, cover }) => [constraint, cover?.name ?? null])).toEqual([
      ['goals_userId_fkey', 'goals_userId_id_idx'],
      ['goals_teamId_fkey', null],
    ]);
    expect(coveredTies(catalogue)).toBe(ties);
  });

  it('takes an index of all rows before a partial one', () => {
    const both = [on(['userId'], { predicate: '"userId" IS NOT NULL', name: 'part' }), on(['userId'])];
    const [tie] = coveredTies(databaseSchema([{ ...goals, indexes: both }]));
    expect(tie?.cover?.name).toBe('goals_userId_idx');
  });

  it('leaves out keys that are not enforced, and tables that are managed elsewhere', () => {
    const inert = { ...goals, foreignKeys: [foreignKey('goals', 'userId', 'users', { enforced: false })] };
    expect(coveredTies(databaseSchema([inert]))).toEqual([]);
    const catalogue = databaseSchema([goals]);
    const external = { tables: ['goals'], enums: [] };
    expect(coveredTies(catalogue, prismaSchemaOf(catalogue, { external }))).toEqual([]);
  });

  it('takes the relations of the client where the database keeps none', () => {
    const bare = databaseSchema([table('users'), { ...goals, foreignKeys: [] }]);
    const schema = prismaSchemaOf(bare, { relationMode: 'prisma' });
    const relation = (name: string) => ({
      ...{ name, dbName: name, kind: 'object' as const, type: 'Users', isList: false, isRequired: true },
      ...{ isId: false, hasDefault: false, relation: { fields: [`${name}Id`], references: ['id'] } },
    });
    schema.models[1]?.fields.push(relation('user'), relation('team'));
    expect(
      coveredTies(bare, schema).map(({ field, columns, references, cover }) => ({
        field,
        columns,
        references,
        cover: cover?.name,
      })),
    ).toEqual([
      {
        field: 'user',
        columns: ['userId'],
        references: { schema: 'public', table: 'users', columns: ['id'] },
        cover: 'goals_userId_id_idx',
      },
      {
        field: 'team',
        columns: ['teamId'],
        references: { schema: 'public', table: 'users', columns: ['id'] },
        cover: undefined,
      },
    ]);
    // One that stands in the database as well counts once.
    const live = databaseSchema([table('users'), { ...goals, foreignKeys: goals.foreignKeys.slice(0, 1) }]);
    expect(coveredTies(live, schema).map(({ constraint }) => constraint)).toEqual([
      'goals_userId_fkey',
      null,
    ]);
  });

  it('names the index that comes nearest', () => {
    const owner = {
      indexes: [on(['x']), on(['a', 'x', 'b']), on(['b', 'a'], { valid: false, name: 'broken' })],
    };
    expect(nearestCover(owner, ['a', 'b'])).toMatchObject({
      index: { name: 'broken' },
      fault: 'is not valid, so that no query uses it',
    });
    expect(nearestCover({ indexes: [on(['x'])] }, ['a'])).toBeNull();
  });
});
