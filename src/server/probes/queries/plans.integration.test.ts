import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryPlans } from '../../../checks/query-plans';
import { runCheck } from '../../../checks/testing/sides';
import type { Finding } from '../../../shared/finding';
import type { QueryPlans } from '../../../shared/query-plans';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { databaseCatalogueProbe } from '../catalogue/catalogue';
import { testContext } from '../testing-context';
import { queryPlansProbe } from './plans';

const ROWS = 20_000;
/** Values spread so that neighbours on disk are no neighbours in the index, as in a table that grew. */
const SEED = `
CREATE TYPE kind AS ENUM ('NEW', 'OLD');
CREATE TABLE predictions (id text PRIMARY KEY, "userId" text NOT NULL, status varchar(20) NOT NULL, kind kind NOT NULL,
  score int NOT NULL, note text, "createdAt" timestamp(3) NOT NULL);
INSERT INTO predictions SELECT 'p' || i, 'u' || (i * 7 % 500), (ARRAY['PENDING', 'CONFIRMED', 'DISMISSED'])[1 + i % 3],
  CASE WHEN i % 2000 = 0 THEN 'NEW' ELSE 'OLD' END::kind, i * 7919 % 1000, repeat('x', 80),
  timestamp '2025-01-01' + (i * 7919 % ${ROWS}) * interval '1 minute' FROM generate_series(1, ${ROWS}) i;
CREATE TABLE small (id int PRIMARY KEY, name text); INSERT INTO small SELECT i, 'n' || i FROM generate_series(1, 500) i;
CREATE INDEX predictions_by_score ON predictions (score);
CREATE INDEX predictions_by_status ON predictions (status);
ANALYZE`;

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('plans');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(SEED);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** The plans of declared queries, and what the check says of them. */
async function look(queries: Record<string, string>): Promise<{ plans: QueryPlans; findings: Finding[] }> {
  const settings = { databaseUrl: database.url, timeoutMs: 60_000 };
  const apart = testContext(settings);
  const catalogue = await databaseCatalogueProbe.read(apart);
  await apart.close();
  const context = testContext(settings, {
    'database.catalogue': catalogue,
    'indexes.declared': {
      ok: true,
      value: {
        file: 'driftboard.indexes.ts',
        indexes: [],
        queries: Object.entries(queries).map(([name, sql]) => ({
          name,
          sql,
          endpoints: [`GET /api/${name}`],
        })),
      },
      evidence: [],
    },
  });
  const read = await queryPlansProbe.read(context);
  await context.close();
  if (!read.ok || !catalogue.ok) throw new Error(read.ok ? 'no catalogue' : read.reason);
  const observed = { 'queries.plans': read.value, 'database.catalogue': catalogue.value };
  return { plans: read.value, findings: runCheck(queryPlans, observed).findings };
}

async function repaired(finding: Finding | undefined): Promise<string> {
  const sql = finding?.remedy.statements?.[0]?.sql ?? '';
  await client.query(sql);
  await client.query('ANALYZE predictions');
  return sql;
}

describe('a large table', () => {
  test('that is read in sequence: the index is named, and with it the finding is gone', async () => {
    const queries = { 'of-user': 'SELECT * FROM predictions WHERE "userId" = $1 AND kind = $2' };
    const before = await look(queries);
    expect(before.findings).toMatchObject([
      {
        rule: 'query.sequential-scan',
        severity: 'warning',
        affects: ['GET /api/of-user'],
        expected: 'an index on predictions (userId, kind)',
        subject: { kind: 'query', table: 'predictions', name: 'of-user' },
      },
    ]);
    const sql = await repaired(before.findings[0]);
    expect(sql).toContain('CREATE INDEX CONCURRENTLY');
    expect((await look(queries)).findings).toEqual([]);
    await client.query('DROP INDEX "predictions_userId_kind_idx"');
  });

  test('whose rows are sorted: an index in that order spares it; one in part of it nearly does', async () => {
    const queries = {
      latest: 'SELECT * FROM predictions ORDER BY "createdAt" DESC, id DESC LIMIT $1 OFFSET $2',
    };
    const before = await look(queries);
    expect(before.findings).toMatchObject([
      { rule: 'query.sort', expected: 'an index on predictions (createdAt desc, id desc)' },
    ]);
    await client.query('CREATE INDEX partly ON predictions ("createdAt"); ANALYZE predictions');
    const near = await look(queries);
    expect(near.findings).toEqual([]);
    expect(JSON.stringify(near.plans.queries[0]?.plan)).toContain('Incremental Sort');
    await client.query('DROP INDEX partly');
    await repaired(before.findings[0]);
    const after = await look(queries);
    expect(after.findings).toEqual([]);
    expect(JSON.stringify(after.plans.queries[0]?.plan)).not.toContain('Sort"');
    await client.query('DROP INDEX "predictions_createdAt_id_idx"');
  });

  test('that is read by an index and filtered: the longer index is named', async () => {
    const queries = {
      filtered: 'SELECT * FROM predictions WHERE status = $1 AND "userId" = $2 AND score > 990',
    };
    await client.query('DROP INDEX predictions_by_score');
    const before = await look(queries);
    expect(before.findings.map(({ rule, expected }) => [rule, expected])).toEqual([
      ['query.filter', 'an index on predictions (status, userId, score)'],
    ]);
    await repaired(before.findings[0]);
    expect((await look(queries)).findings).toEqual([]);
    await client.query('DROP INDEX "predictions_status_userId_score_idx"');
    await client.query('CREATE INDEX predictions_by_score ON predictions (score)');
  });
});

test('a small table is read whole, and that is right: its plan is not judged', async () => {
  const { plans, findings } = await look({ little: 'SELECT * FROM small WHERE name = $1' });
  expect(findings).toEqual([]);
  expect(plans.queries[0]).toMatchObject({ unplanned: null, plan: { type: 'Seq Scan', rowsRead: null } });
  expect(plans.queries[0]?.unjudged).toContain('fewer than 10,000 rows');
});

test('nothing is executed, whatever a text says', async () => {
  const count = async () => (await client.query('SELECT count(*)::int AS n FROM small')).rows[0].n;
  const { plans } = await look({
    two: 'SELECT 1; DELETE FROM small',
    drops: 'DROP TABLE small',
    explains: 'EXPLAIN ANALYZE DELETE FROM small',
    into: 'SELECT * INTO other FROM small',
    deletes: 'DELETE FROM small WHERE id > $1',
    within: 'WITH gone AS (DELETE FROM small RETURNING id) SELECT * FROM gone',
    sleeps: 'SELECT pg_sleep(100)',
    nextval: "SELECT setval('no_such_sequence', 1)",
    absent: 'SELECT * FROM no_such_table',
    untyped: 'SELECT $1 IS NULL',
    closes: 'SELECT 1) ; COMMIT; DROP TABLE small; SELECT (1',
  });
  const told = Object.fromEntries(
    plans.queries.map(({ name, plan, unplanned }) => [name, plan?.type ?? unplanned]),
  );
  expect(told).toMatchObject({
    two: 'It is not planned: it holds 2 statements, and a query is one.',
    drops: expect.stringContaining('no SELECT'),
    explains: expect.stringContaining('no SELECT'),
    into: expect.stringContaining('makes a table'),
    deletes: 'ModifyTable',
    within: 'CTE Scan',
    sleeps: 'Result',
    absent: 'PostgreSQL does not plan it: relation "no_such_table" does not exist.',
    closes: expect.stringContaining('parser does not take it'),
  });
  expect(await count()).toBe(500);
});
