import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { findProjectRoot } from '../project-root';
import { trialRun } from '../store/contract';
import { openPostgresStore } from '../store/postgres/open';
import { runHistory } from './history';
import { nothingBeside } from './testing';

const RUNS = 100_000;
/** Of each hundred runs the last ten are red. */
const INCIDENTS = RUNS / 100;

let database: TestDatabase;
let opened: Awaited<ReturnType<typeof openPostgresStore>>;

beforeAll(async () => {
  database = await createTestDatabase('timeline');
  opened = await openPostgresStore({
    storeUrl: database.url,
    environment: 'many',
    watchedUrl: null,
    projectRoot: findProjectRoot(),
  });
  const { client, store } = opened;
  await store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []));
  await store.add(trialRun('2026-01-01T00:05:00.000Z', 'fail', ['a']));
  await client.$executeRaw`
    INSERT INTO runs (environment_id, number, run_id, started_at, duration_ms, verdict, snapshot_id, measured, latencies_ms)
    SELECT e.id, n, 'made-' || n, timestamptz '2026-01-01 00:00Z' + n * interval '5 min', 1, r.verdict, r.snapshot_id,
      decode(repeat('ab', 400), 'hex'), r.latencies_ms
    FROM environments e, generate_series(3, ${RUNS}::int) n, runs r
    WHERE e.name = 'many' AND r.environment_id = e.id AND r.number = CASE WHEN n % 100 >= 90 THEN 2 ELSE 1 END`;
  await client.$executeRaw`
    INSERT INTO incidents (environment_id, first_number, last_number, runs, started_at, ended_number, ended_at, causes, latest)
    SELECT e.id, n * 100 + 90, n * 100 + 99, 10, now(), n * 100 + 100, now(), i.causes, i.latest
    FROM environments e, incidents i, generate_series(0, ${INCIDENTS - 1}::int) n
    WHERE e.name = 'many' AND i.environment_id = e.id`;
  await client.$executeRaw`
    UPDATE incidents SET ended_number = 3, ended_at = now() WHERE first_number = 2`;
  await client.$executeRaw`UPDATE environments SET last_number = ${RUNS}, incidents_through = ${RUNS}`;
  await client.$executeRaw`ANALYZE`;
  await client.$executeRaw`CREATE EXTENSION pg_stat_statements`;
}, 120_000);
afterAll(async () => {
  await opened?.close();
  await database?.drop();
});

const Read = z.array(z.object({ query: z.string(), rows: z.coerce.number(), pages: z.coerce.number() }));

test('a page of 100,000 runs, at their end, in their middle and at their beginning, reads its own rows and few pages', async () => {
  const { client, store } = opened;
  const times: number[] = [];
  for (const before of [undefined, undefined, 50_000, 140]) {
    // What the server really did for it, in the words of PostgreSQL itself.
    await client.$queryRaw`SELECT pg_stat_statements_reset()::text`;
    const began = performance.now();
    const page = await runHistory(store, before, nothingBeside);
    times.push(performance.now() - began);
    expect(page.runs).toHaveLength(50);
    expect(page.runs[0]?.number).toBe((before ?? RUNS + 1) - 1);
    expect(page.incidents.length).toBeGreaterThanOrEqual(1);
    const read = Read.parse(
      await client.$queryRaw`
        SELECT s.query, s.rows::text, (s.shared_blks_hit + s.shared_blks_read)::text AS pages
        FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
        WHERE d.datname = current_database() AND s.query LIKE 'SELECT "public"%'`,
    );
    expect(read.find(({ query }) => query.includes('FROM "public"."runs"'))?.rows).toBe(51);
    expect(read.length).toBeGreaterThanOrEqual(3);
    const pages = read.reduce((sum, one) => sum + one.pages, 0);
    process.stdout.write(
      `below ${before ?? 'none'}: ${times.at(-1)?.toFixed(1)} ms, ${pages} pages of 8 kB in ${read.length} statements\n`,
    );
    // The table has some thousands; an index leads to each of the 51 runs in three or four.
    expect(pages).toBeLessThan(400);
  }
}, 60_000);
