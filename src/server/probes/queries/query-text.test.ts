import { beforeAll, describe, expect, test } from 'vitest';
import { databaseSchema, table } from '../../../checks/testing/builders';
import { loadSqlParser } from '../../sql/parser';
import { lookupsIn, sortColumnsIn } from './conditions';
import { gather } from './gather';
import { queriesInLog } from './prisma-log';
import { readQuery } from './query-text';

beforeAll(() => loadSqlParser());

const read = (sql: string) => {
  const found = readQuery(sql);
  if ('refused' in found) throw new Error(found.refused);
  return found;
};

describe('a text that is a query', () => {
  test('has its parameters numbered anew, and a page in the place of a limit', () => {
    expect(
      read('SELECT * FROM "ü" WHERE a = $2 AND b IN ($5, $2) LIMIT $1 OFFSET $4::int; -- end'),
    ).toMatchObject({
      text: 'SELECT * FROM "ü" WHERE a = $1 AND b IN ($2, $1) LIMIT 100 OFFSET 0::int',
      parameters: 2,
      verb: 'SELECT',
    });
  });

  test('keeps a limit that is reckoned, and one that stands in it', () => {
    expect(read('SELECT 1 LIMIT $1 + 1').text).toBe('SELECT 1 LIMIT $1 + 1');
    expect(read('SELECT 1 LIMIT 7').text).toBe('SELECT 1 LIMIT 7');
  });

  test('names its tables, and not those that it makes itself', () => {
    const { tables } = read(
      'WITH new AS (SELECT * FROM app.a) UPDATE b SET x = (SELECT 1 FROM new JOIN c ON true)',
    );
    expect(tables.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c']);
  });

  test('is the same whatever its values and its space are', () => {
    expect(read('select *  from a where b = 5 LIMIT 3').id).toBe(
      read('SELECT * FROM a WHERE b = $1 LIMIT $2').id,
    );
    expect(read('SELECT * FROM a WHERE b = 5').id).not.toBe(read('SELECT * FROM a WHERE c = 5').id);
  });

  test.each([
    ['', /no statement/],
    ['SELECT 1; SELECT 2', /2 statements/],
    ['CREATE TABLE a (b int)', /no SELECT/],
    ['EXPLAIN ANALYZE SELECT 1', /no SELECT/],
    ['SELECT 1 INTO a', /makes a table/],
    ['COPY a TO PROGRAM $$x$$', /no SELECT/],
    ['SELEC', /parser does not take it/],
    [`SELECT '${'x'.repeat(100_001)}'`, /longer than/],
  ])('or is none: %.20s', (sql, why) => {
    expect(readQuery(sql)).toEqual({ refused: expect.stringMatching(why) });
  });
});

test('a log gives each query once, over several lines too, and counts what is broken', () => {
  const log = [
    'half a line that was cut LIMIT $1',
    'GET /api/goals 200 in 4 ms',
    '2026-01-01 prisma:query SELECT 1',
    'prisma:query SELECT 1',
    'prisma:query COMMIT',
    'prisma:query SELECT a',
    'FROM b WHERE (c = $1',
    ' OR d = $2)',
    '{"level":30,"msg":{"query":"SELECT 2","params":"[]"}}',
    '{"query":"SELECT 3","duration":1}',
    '{"query":"SELECT 4","dur',
    'prisma:query SELECT a FROM (',
  ].join('\n');
  // The first line of a text of several is a query itself: what follows is then the application's own.
  expect(queriesInLog(log, true)).toEqual({
    texts: ['SELECT 1', 'SELECT a', 'SELECT 2', 'SELECT 3'],
    broken: 2,
  });
});

test('conditions of a plan are what a btree can look up, each for itself', () => {
  const text = `((p."userId" = $1) AND ((p.status)::text = 'NEW'::text) AND (p.kind = ANY (ARRAY['A'::kind, $2])) AND (p.at > u.at)
    AND p.open AND (NOT p.shut) AND (p.gone IS NULL) AND ((p.note ~~ 'x%'::text) OR (p.b = 1)) AND (lower(p.c) = $3) AND (p.d = p.e))`;
  expect(lookupsIn(text, 'p').map(({ column, how, constant }) => [column, how, constant])).toEqual([
    ['userId', 'equal', null],
    ['status', 'equal', `"status" = 'NEW'`],
    ['kind', 'in', null],
    ['at', 'range', null],
    ['open', 'equal', '"open"'],
    ['shut', 'equal', 'NOT "shut"'],
    ['gone', 'equal', '"gone" IS NULL'],
  ]);
  expect(lookupsIn('(hashed SubPlan 1)', 'p')).toEqual([]);
  expect(sortColumnsIn(['p.at DESC NULLS LAST', 'id'], 'p')).toEqual([
    { column: 'at', order: 'desc', nulls: 'last' },
    { column: 'id', order: 'asc', nulls: 'last' },
  ]);
  expect(sortColumnsIn(['lower(p.at)'], 'p')).toBeNull();
});

test('what nobody declared counts only where it reads a watched table; two sources of one query are one', () => {
  const from = { name: null, endpoints: [], story: null, calls: null, meanMs: null };
  const log = ['SELECT * FROM goals WHERE id = $1', 'SELECT * FROM pg_class', 'no sql'];
  const { queries, sources } = gather(
    new Map([
      [
        'manifest',
        {
          queries: [{ ...from, origin: 'manifest', name: 'one', sql: "SELECT * FROM goals WHERE id = 'a'" }],
          reason: null,
        },
      ],
      [
        'prisma-log',
        { queries: log.map((sql) => ({ ...from, origin: 'prisma-log' as const, sql })), reason: null },
      ],
      ['pg_stat_statements', { queries: null, reason: 'It cannot be read.' }],
    ]),
    databaseSchema([table('goals')]),
  );
  expect(queries).toMatchObject([
    { name: 'one', origin: 'manifest', sql: "SELECT * FROM goals WHERE id = 'a'" },
  ]);
  expect(sources.map(({ queries: count }) => count)).toEqual([1, 1, null]);
});
