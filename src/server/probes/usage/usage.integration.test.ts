import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexUse } from '../../../checks/index-use';
import type { AnyCheck, CheckResult } from '../../../checks/types';
import type { DatabaseSchema } from '../../../shared/database-schema';
import type { DatabaseUsage } from '../../../shared/database-usage';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../../shared/thresholds';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { openDatabaseSession } from '../catalogue/session';
import { readOnce } from '../catalogue/testing/read';
import { readUsage, type UsageScope } from './read-usage';

// Rules by statistics on the counters of a real server: real scans, real writes, real resets.

const ROLE = 'driftboard_usage_reader';
/** As if any age of the counters would do; the server's clock cannot be set. */
const AT_ONCE = { statisticsMinimumDays: 0 };

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('usage');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    CREATE TABLE people (id int PRIMARY KEY, email text NOT NULL, city text NOT NULL, age int NOT NULL);
    CREATE UNIQUE INDEX people_email_key ON people (email);
    CREATE INDEX people_city_idx ON people (city);
    CREATE INDEX people_age_idx ON people (age);
    CREATE TABLE visits (id int PRIMARY KEY, person int REFERENCES people (id), at timestamptz, note text);
    CREATE INDEX visits_person_idx ON visits (person);
    CREATE INDEX visits_at_idx ON visits (at) WHERE at IS NOT NULL;
    CREATE TABLE few (id int PRIMARY KEY, what text);
    CREATE INDEX few_what_idx ON few (what);
    INSERT INTO people SELECT g, 'p' || g || '@example.test', 'city ' || g % 50, g % 90 FROM generate_series(1, 2000) g;
    INSERT INTO visits SELECT g, g % 2000 + 1, now(), 'note' FROM generate_series(1, 3000) g;
    INSERT INTO few SELECT g, 'x' FROM generate_series(1, 10) g;
    DROP ROLE IF EXISTS ${ROLE};
    CREATE ROLE ${ROLE} LOGIN PASSWORD 'reader';`);
  // A connection tells what it has written once a second at most, so ANALYZE could come before that.
  await client.query('SELECT pg_stat_force_next_flush()');
  await client.query('ANALYZE');
}, 60_000);
afterAll(async () => {
  await client?.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
  await client?.end();
  await database?.drop();
});

async function usageAs(url = database.url, scope: Partial<UsageScope> = {}): Promise<DatabaseUsage> {
  // What this connection has done so far is told to the server at once, and not only when it ends.
  await client.query('SELECT pg_stat_force_next_flush()');
  const signal = new AbortController().signal;
  const session = await openDatabaseSession({ databaseUrl: url, timeoutMs: 20_000, signal });
  try {
    const usual = {
      schemas: ['public'],
      versionNumber: 180_000,
      largeFromBytes: 0,
      judgedFromRows: 0,
      tableCount: 3,
    };
    return (await readUsage(session, { ...usual, ...scope })).usage;
  } finally {
    await session.close();
  }
}

async function run(
  check: AnyCheck,
  thresholds: Partial<Thresholds>,
  url = database.url,
): Promise<CheckResult> {
  const catalogue: DatabaseSchema = (await readOnce(database.url)).schema;
  const observed = { 'database.catalogue': catalogue, 'database.usage': await usageAs(url) };
  return check.runWith(observed, { ignore: [], thresholds: { ...DEFAULT_THRESHOLDS, ...thresholds } });
}
const keysOf = ({ findings }: CheckResult) => findings.map(({ key }) => key).sort();

/** Reads by an index, so often. */
async function scan(sql: string, times: number): Promise<void> {
  await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  for (let time = 0; time < times; time += 1) await client.query(sql);
}

test('the counters of tables and indexes, and since when they count', async () => {
  await scan(`SELECT count(*) FROM people WHERE city = 'city 3'`, 3);
  const usage = await usageAs();
  const people = usage.tables.find(({ name }) => name === 'people');
  expect(people).toMatchObject({ liveRows: 2_000, inserts: 2_000, updates: 0, modifiedRows: 0 });
  expect(Date.parse(people?.analyzedAt ?? '')).toBeLessThanOrEqual(Date.parse(usage.now));
  const city = usage.indexes.find(({ name }) => name === 'people_city_idx');
  expect(city?.scans).toBe(3);
  expect(Date.parse(city?.lastScanAt ?? '')).toBeGreaterThan(0);
  const { rows } = await client.query(
    `SELECT relpages * 8192 AS bytes FROM pg_class WHERE relname = 'people_city_idx'`,
  );
  expect(city?.sizeBytes).toBe(rows[0].bytes);
  expect(usage).toMatchObject({ isReplica: false, replicas: 0, tracksCounts: true });
  // The database is younger than the server, and so are its counters.
  const since = Date.parse(usage.countedSince ?? '');
  expect(since).toBeGreaterThanOrEqual(Date.parse(usage.serverStartedAt ?? '') - 1_000);
  expect(since).toBeLessThanOrEqual(Date.parse(usage.now));
});

test('indexes that no query has used, and those that one has', async () => {
  expect(keysOf(await run(indexUse, AT_ONCE))).toEqual([
    'index.rarely-used:public.people:people_city_idx',
    'index.unused:public.people:people_age_idx',
    'index.unused:public.visits:visits_at_idx',
  ]);
  await scan('SELECT count(*) FROM people WHERE age = 7', 1);
  await scan(`SELECT count(*) FROM people WHERE city = 'city 3'`, 20);
  await scan('SELECT count(*) FROM visits WHERE at > now()', 10);
  expect(keysOf(await run(indexUse, AT_ONCE))).toEqual(['index.rarely-used:public.people:people_age_idx']);
});

test('counters that are too young say nothing, nor do those that were only just reset', async () => {
  const young = await run(indexUse, {});
  expect(young.findings).toEqual([]);
  expect(young.nothingToCompare).toMatch(/7 are needed before the counters say anything/);
  const before = (await usageAs()).countedSince;
  await client.query('SELECT pg_stat_reset()');
  const after = await usageAs();
  expect(after.countedSince).not.toBe(before);
  expect(after.indexes.every(({ scans }) => scans === 0)).toBe(true);
  // The rows are known all the same.
  expect(after.tables.find(({ name }) => name === 'people')?.liveRows).toBe(2_000);
});

test('what a table of many others is left out where no rule speaks of it', async () => {
  const usage = await usageAs(undefined, { tableCount: 2_000, judgedFromRows: 1_000 });
  expect(usage.tables.map(({ name }) => name).sort()).toEqual(['people', 'visits']);
  expect(usage.indexes.some(({ table }) => table === 'few')).toBe(false);
});
