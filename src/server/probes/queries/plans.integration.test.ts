import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Settings } from '../../../shared/config';
import type { Finding } from '../../../shared/finding';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { lookAtQueries, predictionsSql } from './testing';

const SEED = `${predictionsSql(20_000)}
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

const look = (queries: Record<string, string>, more: Partial<Settings> = {}) =>
  lookAtQueries(database.url, queries, more);

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

describe('other sources', () => {
  test('what Prisma logged and what the server counted is one query with what both know', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'driftboard-log-'));
    const queryLog = path.join(folder, 'app.log');
    const counted =
      'SELECT "public"."predictions"."id" FROM "public"."predictions" WHERE "public"."predictions"."score" = $1';
    await writeFile(
      queryLog,
      `listening on 3000\n\u001b[34mprisma:query\u001b[39m ${counted} LIMIT $2 OFFSET $3\nprisma:query BEGIN\n${JSON.stringify({ query: `${counted} AND note = $2`, params: '[1,"x"]' })}\nprisma:query SELECT "id" FROM "public".`,
    );
    await client.query('CREATE SCHEMA tools; CREATE EXTENSION pg_stat_statements SCHEMA tools');
    await client.query(`${counted} LIMIT $2 OFFSET $3`, [1, 10, 0]);
    await client.query('SELECT count(*) FROM small WHERE id > 3');
    const { plans } = await look({}, { queryLog });
    expect(plans.sources).toEqual([
      { origin: 'manifest', queries: 0, reason: null },
      { origin: 'prisma-log', queries: 2, reason: '1 line of it is cut off or no SQL, and left out.' },
      expect.objectContaining({ origin: 'pg_stat_statements', reason: null }),
    ]);
    const both = plans.queries.filter(({ origin, calls }) => origin === 'prisma-log' && calls === 1);
    expect(both.map(({ sql }) => sql)).toEqual([`${counted} LIMIT $2 OFFSET $3`]);
    expect(both[0]?.meanMs).toBeGreaterThan(0);
    const server = plans.queries.filter(({ origin }) => origin === 'pg_stat_statements');
    expect(server.map(({ sql }) => sql)).toContain('SELECT count(*) FROM small WHERE id > $1');
    expect(server.filter(({ sql }) => /pg_catalog|CREATE/.test(sql))).toEqual([]);
    await client.query('DROP EXTENSION pg_stat_statements');
    await rm(folder, { recursive: true });
  });

  test('a log that lacks is told, and the others are read all the same', async () => {
    const { plans } = await look({ one: 'SELECT * FROM small' }, { queryLog: '/no/such/file.log' });
    expect(plans.queries).toHaveLength(1);
    expect(plans.sources[1]).toMatchObject({ queries: null, reason: expect.stringContaining('ENOENT') });
  });
});
