import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { coverFault } from '../../../checks/support/foreign-key-cover';
import { superfluousIndexes } from '../../../checks/support/superfluous-indexes';
import { databaseSchema, table } from '../../../checks/testing/builders';
import { anyIndexes } from '../../../checks/testing/index-arbitraries';
import type { Index, IndexColumn } from '../../../shared/database-schema';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';

/* The planner itself is the judge: whether it can look rows up, or have them in order, by an index that stands alone. */

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('planner');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE TABLE t (a text, b text, c text, d int, e int);
    SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; SET enable_incremental_sort = off`);
});
afterAll(async () => {
  await client.end();
  await database?.drop();
});

const RUNS = 250;

const keyText = ({ name, expression, collation }: IndexColumn) =>
  `${name ?? expression ?? ''}${collation === null ? '' : ` COLLATE "${collation}"`}`;

function createSql({ name, columns, method, include, unique, nullsNotDistinct, predicate }: Index): string {
  const keys = columns.map((key) => {
    const order = method === 'btree' ? ` ${key.order} NULLS ${key.nulls}` : '';
    return `${keyText(key)} ${key.opclass ?? ''}${order}`;
  });
  return [
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name} ON t USING ${method} (${keys.join(', ')})`,
    include.length === 0 ? '' : `INCLUDE (${include.join(', ')})`,
    nullsNotDistinct ? 'NULLS NOT DISTINCT' : '',
    predicate === null ? '' : `WHERE ${predicate}`,
  ].join(' ');
}

/** What PostgreSQL takes at all: no gin of a text, nothing included that is a key, and nothing broken by hand. */
const real = (indexes: readonly Index[]) =>
  indexes
    .filter(({ method }) => method !== 'gin')
    .map(({ deferrable: _deferrable, ...index }): Index => {
      const keys = new Set(index.columns.map(({ name }) => name));
      return {
        ...index,
        valid: true,
        ready: true,
        constraint: null,
        include: index.include.filter((name) => !keys.has(name)),
      };
    });

type Node = { [key: string]: unknown; Plans?: Node[] | undefined };
const Node: z.ZodType<Node> = z.lazy(() => z.looseObject({ Plans: z.array(Node).optional() }));
const Explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: Node })]) })]);

/** The nodes of a statement's plan where this index stands alone. */
async function planned(index: Index, sql: string): Promise<Node[]> {
  await client.query('BEGIN');
  try {
    await client.query(createSql(index));
    const [{ 'QUERY PLAN': plan }] = Explained.parse(
      (await client.query(`EXPLAIN (FORMAT JSON) ${sql}`)).rows,
    );
    const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
    return flat(plan[0].Plan);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Whether rows are looked up by all these conditions in the index, and none is left for a filter. */
async function looksUp(index: Index, keys: readonly string[]): Promise<boolean> {
  const where = keys.map((key) => `${key} = 'x'`).join(' AND ');
  const nodes = await planned(index, `SELECT * FROM t WHERE ${where}`);
  return (
    nodes.some((node) => isWhole(node, index, keys.length)) &&
    nodes.every(({ Filter }) => Filter === undefined)
  );
}

function isWhole(node: Node, { name }: Index, count: number): boolean {
  const condition = node['Index Cond'];
  return (
    node['Index Name'] === name && typeof condition === 'string' && condition.split(' = ').length - 1 >= count
  );
}

describe('what the planner says', () => {
  test(`of the cover of a key, in ${RUNS} cases`, async () => {
    let covered = 0;
    await fc.assert(
      fc.asyncProperty(
        anyIndexes,
        fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 1 }),
        async (indexes, columns) => {
          const [index] = real(indexes);
          fc.pre(index !== undefined);
          if (index === undefined) return;
          const isCover = coverFault(index, columns) === null;
          covered += isCover ? 1 : 0;
          // It can also look up what does not stand first, but reads the whole index for that: this is no cover.
          const leads = columns.every((column) => leading(index, columns).includes(column));
          expect([createSql(index), columns, isCover]).toEqual([
            createSql(index),
            columns,
            leads && (await looksUp(index, columns)),
          ]);
        },
      ),
      { numRuns: RUNS },
    );
    expect(covered).toBeGreaterThan(RUNS / 20);
  });

  test(`of the work of an index that another one makes superfluous, in ${RUNS} tables`, async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(anyIndexes, async (indexes) => {
        const catalogue = databaseSchema([table('t', { primaryKey: null, indexes: real(indexes) })]);
        const [own] = superfluousIndexes({ 'database.catalogue': catalogue });
        for (const { index, kept } of [...(own?.duplicates ?? []), ...(own?.redundant ?? [])]) {
          found += 1;
          const where = index.predicate === null ? '' : ` AND ${index.predicate}`;
          const keys = [...new Set(index.columns.map(keyText))];
          const looked = await planned(
            kept,
            `SELECT * FROM t WHERE ${keys.map((key) => `${key} = 'x'`).join(' AND ')}${where}`,
          );
          expect([
            createSql(index),
            createSql(kept),
            looked.some((node) => isWhole(node, kept, keys.length)),
          ]).toEqual([createSql(index), createSql(kept), true]);
          if (index.method !== 'btree' || index.columns.some(({ opclass }) => opclass !== null)) continue;
          const order = index.columns
            .map((key) => `${keyText(key)} ${key.order} NULLS ${key.nulls}`)
            .join(', ');
          const sorted = await planned(kept, `SELECT * FROM t WHERE true${where} ORDER BY ${order}`);
          expect([
            createSql(index),
            createSql(kept),
            sorted.map((node) => String(node['Node Type']).replace('Only ', '')),
          ]).toEqual([createSql(index), createSql(kept), ['Index Scan']]);
        }
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(RUNS / 20);
  });
});

/** The columns with which the index begins, as long as they are among these. */
function leading({ columns: keys }: Index, columns: readonly string[]): (string | null)[] {
  // In another collation a column is another thing.
  const names = keys.map(({ name, collation }) => (collation === null ? name : null));
  const end = names.findIndex((name) => name === null || !columns.includes(name));
  return end === -1 ? names : names.slice(0, end);
}
