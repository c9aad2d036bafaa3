import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { sameIndexKey } from '../../../checks/support/index-match';
import type { Objection } from '../../../checks/support/plan-judgement';
import { proposedIndex } from '../../../checks/support/proposed-index';
import { column, index, table } from '../../../checks/testing/builders';
import { planNode } from '../../../checks/testing/plan-builders';
import { loadSqlParser } from '../../sql/parser';
import { proposalsFor } from './propose';

beforeAll(() => loadSqlParser());

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const live = (indexes: readonly string[][]) =>
  table('goals', {
    columns: [column('id'), ...NAMES.map((name) => column(name)), column('data', { type: 'jsonb' })],
    indexes: indexes.map((columns) => index('goals', columns)),
  });

function objection(filter: string | null, sortKeys: string[] = [], over: Partial<Objection> = {}): Objection {
  return {
    rule: sortKeys.length > 0 ? 'query.sort' : 'query.sequential-scan',
    schema: 'public',
    table: 'goals',
    scan: planNode('Seq Scan', { filter }),
    sort: sortKeys.length > 0 ? planNode('Sort', { table: null, sortKeys }) : null,
    join: null,
    rows: 10_000,
    isLimited: true,
    isPlain: true,
    ...over,
  };
}

const columnsOf = (found: ReturnType<typeof proposalsFor>) =>
  found.map(({ columns, predicate }) => [
    columns.map(({ name, order }) => `${name}${order === 'desc' ? ' desc' : ''}`).join(),
    predicate,
  ]);

describe('proposed indexes', () => {
  test.each([
    ['what is equal, then the range', '((goals.c > $1) AND (goals.a = $2))', [], [['a,c', null]]],
    [
      'what is equal, then the order',
      '(goals.a = $1)',
      ['goals.b DESC', 'goals.id'],
      [['a,b desc,id', null]],
    ],
    [
      'only the rows of a value that stands in the query',
      "((goals.a = 'x'::text) AND (goals.b = $1))",
      [],
      [
        ['a,b', null],
        ['b', '"a" = \'x\''],
      ],
    ],
    ['nothing of what no btree orders', '(goals.data = $1)', [], []],
    ['nothing of an expression', '(lower(goals.a) = $1)', [], []],
  ] as const)('are of %s', (_what, filter, keys, expected) => {
    expect(columnsOf(proposalsFor(objection(filter, [...keys]), live([])))).toEqual(expected);
  });

  test('are of the column that a join matches by', () => {
    const join = planNode('Hash Join', { table: null, joinCondition: '(goals.a = u.id)' });
    expect(columnsOf(proposalsFor(objection(null, [], { join }), live([])))).toEqual([['a', null]]);
  });

  test('never stand already, name columns that are there, each once, and are at most three', () => {
    const names = fc.constantFrom(...NAMES);
    const part = fc
      .tuple(names, fc.constantFrom('= $1', '> $1', "= 'x'::text", '= ANY ($1)', '~~ $1'))
      .map(([name, how]) => `(goals.${name} ${how})`);
    const sorts = fc.uniqueArray(names, { maxLength: 2 });
    const indexes = fc.array(fc.uniqueArray(names, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), sorts, indexes, (parts, keys, there) => {
        const on = live(there);
        const found = proposalsFor(
          objection(
            `(${parts.join(' AND ')})`,
            keys.map((key) => `goals.${key}`),
          ),
          on,
        );
        expect(found.length).toBeLessThanOrEqual(3);
        const standing = new Set(on.indexes.map(sameIndexKey));
        for (const { columns, predicate } of found) {
          const made = proposedIndex(
            { columns: columns.map(({ name, ...rest }) => ({ column: name, ...rest })), predicate },
            on,
          );
          expect(standing.has(sameIndexKey(made))).toBe(false);
          expect(on.indexes.map(({ name }) => name)).not.toContain(made.name);
          const own = columns.map(({ name }) => name);
          expect(own.length).toBeGreaterThan(0);
          expect(new Set(own).size).toBe(own.length);
          for (const name of own) expect(on.columns.map((each) => each.name)).toContain(name);
          // One that begins another is spared, too.
          const text = own.join();
          if (predicate === null && columns.every(({ order }) => order === 'asc'))
            expect(there.some((other) => other.slice(0, own.length).join() === text)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });
});
