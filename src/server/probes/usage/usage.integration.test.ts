import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexBloat } from '../../../checks/index-bloat';
import { indexNulls } from '../../../checks/index-nulls';
import { indexUse } from '../../../checks/index-use';
import { statisticsAge } from '../../../checks/statistics-age';
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
    CREATE TABLE members (id int PRIMARY KEY, left_at timestamptz, code text NOT NULL);
    CREATE INDEX members_left_at_idx ON members (left_at);
    CREATE INDEX members_code_idx ON members (lower(code)) INCLUDE (left_at);
    INSERT INTO members SELECT g, CASE WHEN g % 10 = 0 THEN now() + g * interval '1 second' END, md5(g::text)
      FROM generate_series(1, 20000) g;
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
      tableCount: 4,
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
    'index.unused:public.members:members_code_idx',
    'index.unused:public.members:members_left_at_idx',
    'index.unused:public.people:people_age_idx',
    'index.unused:public.visits:visits_at_idx',
  ]);
  await scan('SELECT count(*) FROM people WHERE age = 7', 1);
  await scan(`SELECT count(*) FROM people WHERE city = 'city 3'`, 20);
  await scan('SELECT count(*) FROM visits WHERE at > now()', 10);
  expect(keysOf(await run(indexUse, AT_ONCE))).toEqual([
    'index.rarely-used:public.people:people_age_idx',
    'index.unused:public.members:members_code_idx',
    'index.unused:public.members:members_left_at_idx',
  ]);
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
  expect(usage.tables.map(({ name }) => name).sort()).toEqual(['members', 'people', 'visits']);
  expect(usage.indexes.some(({ table }) => table === 'few')).toBe(false);
});

const LARGE = { indexMinimumBytes: 200_000 };

test('an index of mostly nulls, until one of the others alone stands in its place', async () => {
  const result = await run(indexNulls, LARGE);
  expect(keysOf(result)).toEqual(['index.null-heavy:public.members:members_left_at_idx']);
  expect(result.findings[0]?.observed).toContain('90 % of the rows without left_at');
  for (const { sql } of result.findings[0]?.alternative?.statements ?? []) await client.query(sql);
  await client.query('ANALYZE members');
  expect(keysOf(await run(indexNulls, { indexMinimumBytes: 0 }))).toEqual([]);
});

test('an index that is mostly empty, until it is rebuilt', async () => {
  const fresh = await run(indexBloat, LARGE);
  expect(keysOf(fresh)).toEqual([]);
  // The key's index, and the one of an expression with a column beside it.
  expect(fresh.compared).toBe(2);
  const lean = (await usageAs()).indexes.find(({ name }) => name === 'members_pkey');
  // A fresh one is what it is said to be, within a tenth.
  expect((lean?.leanBytes ?? 0) / (lean?.sizeBytes ?? 1)).toBeGreaterThan(0.9);
  expect((lean?.leanBytes ?? 0) / (lean?.sizeBytes ?? 1)).toBeLessThan(1.1);

  await client.query('DELETE FROM members WHERE id % 10 <> 3');
  await client.query('VACUUM (ANALYZE) members');
  const bloated = await run(indexBloat, LARGE);
  expect(keysOf(bloated)).toEqual([
    'index.bloated:public.members:members_code_idx',
    'index.bloated:public.members:members_pkey',
  ]);
  for (const finding of bloated.findings) {
    expect(finding.message).toContain('by an estimate');
    for (const { sql } of finding.remedy.statements ?? []) await client.query(sql);
  }
  const rebuilt = await run(indexBloat, { indexMinimumBytes: 40_000 });
  // Of the third one every entry was deleted, and nobody has rebuilt it.
  expect(keysOf(rebuilt)).toEqual(['index.bloated:public.members:members_left_at_idx_not_null']);
  expect(rebuilt.compared).toBeGreaterThan(2);
});

test('statistics that are older than what was written, until they are made anew', async () => {
  await client.query('VACUUM (ANALYZE) people, visits, members');
  expect(keysOf(await run(statisticsAge, {}))).toEqual([]);
  await client.query('UPDATE people SET age = age + 1 WHERE id <= 399');
  expect(keysOf(await run(statisticsAge, {}))).toEqual([]);
  await client.query('UPDATE people SET age = age + 1 WHERE id = 400');
  const stale = await run(statisticsAge, {});
  expect(keysOf(stale)).toEqual(['statistics.stale:public.people']);
  expect(stale.findings[0]).toMatchObject({ severity: 'info', observed: expect.stringContaining('20 %') });
  await client.query(stale.findings[0]?.remedy.statements?.[0]?.sql ?? '');
  expect(keysOf(await run(statisticsAge, {}))).toEqual([]);
});

test('whoever may not read the columns sees the counters, and for the rest the GRANT that lacks', async () => {
  const url = new URL(database.url);
  url.username = ROLE;
  url.password = 'reader';
  const usage = await usageAs(url.href);
  const own = await usageAs();
  const scansOf = ({ indexes }: DatabaseUsage) => indexes.map(({ name, scans }) => [name, scans]);
  expect(scansOf(usage)).toEqual(scansOf(own));
  expect(usage.replicas).toBe(0);
  expect(usage.columns).toEqual([]);
  expect(usage.columnsUnreadable).toContain(`TO "${ROLE}"`);
  const blind = await run(indexBloat, { indexMinimumBytes: 0 }, url.href);
  expect(blind.unknown).toContain('GRANT SELECT');
  // The age of the database is in a file that only few may look at: the counters then seem as old as the server's.
  expect(Date.parse(usage.countedSince ?? '')).toBeLessThanOrEqual(Date.parse(own.countedSince ?? ''));

  await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${ROLE}`);
  const granted = await usageAs(url.href);
  expect(granted.columns.length).toBeGreaterThan(0);
  expect((await run(indexNulls, { indexMinimumBytes: 0 }, url.href)).unknown).toBeUndefined();
  // What ANALYZE found out about an expression belongs to the index, on which nothing can be granted.
  expect(granted.columnsUnreadable).toContain('of an expression of "public"."members_code_idx"');
  await client.query(
    `REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM ${ROLE}; GRANT pg_read_all_data TO ${ROLE}`,
  );
  expect((await usageAs(url.href)).columnsUnreadable).toBeNull();
});

test('what is not counted is not judged, for whomever it is', async () => {
  const { name } = database;
  const SETTINGS = [
    [`ALTER DATABASE ${name} SET track_counts = off`, `ALTER DATABASE ${name} RESET track_counts`],
    [`ALTER ROLE ${ROLE} SET track_counts = off`, `ALTER ROLE ${ROLE} RESET track_counts`],
    [
      `ALTER ROLE ${ROLE} IN DATABASE ${name} SET track_counts = off`,
      `ALTER ROLE ${ROLE} IN DATABASE ${name} RESET track_counts`,
    ],
  ] as const;
  for (const [off, on] of SETTINGS) {
    await client.query(off);
    expect((await usageAs()).tracksCounts).toBe(false);
    for (const check of [indexUse, statisticsAge])
      expect((await run(check, AT_ONCE)).nothingToCompare).toContain('track_counts is off');
    await client.query(on);
    expect((await usageAs()).tracksCounts).toBe(true);
  }
});
