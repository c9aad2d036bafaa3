import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../embedded/databases';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { diffDatabaseToSchema } from '../../prisma/schema-engine';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { openPostgresStore, type StorePlace, storeSentence } from './open';
import { clearAway } from './retention';
import { sizesOf } from './sizes';

const projectRoot = findProjectRoot();
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('store');
});
afterAll(() => database.drop());

const place = (changed: Partial<StorePlace> = {}): StorePlace => ({
  storeUrl: database.url,
  environment: 'local',
  watchedUrl: null,
  projectRoot,
  ...changed,
});
const DAY = 86_400_000;
const FIRST = Date.parse('2026-01-01T00:00:00.000Z');
const refusal = async (changed: Partial<StorePlace>) => {
  const to = place(changed);
  const error: unknown = await openPostgresStore(to).then(
    (opened) => opened.close(),
    (thrown: unknown) => thrown,
  );
  return error === undefined ? null : storeSentence(error, to.storeUrl);
};

test('its migrations end in its schema', async () => {
  await (await openPostgresStore(place())).close();
  const path = join(projectRoot, 'prisma', 'store', 'schema.prisma');
  const schemaFiles = [{ path, text: await readFile(path, 'utf8') }];
  const { sql } = await diffDatabaseToSchema({ databaseUrl: database.url, schemaFiles });
  expect(sql.replace(/^--.*$/gm, '').trim()).toBe('');
});

test('its migrations are one transaction each, since one that was cut off is done again', async () => {
  const sql = await readFile(
    join(projectRoot, 'prisma/store/migrations/20261130000000_init/migration.sql'),
    'utf8',
  );
  expect(sql).not.toMatch(/\b(BEGIN|COMMIT|CONCURRENTLY)\b/);
});

test('it may have a schema of its own in a database with others', async () => {
  const storeUrl = `${database.url}?schema=beside`;
  const opened = await openPostgresStore(place({ storeUrl }));
  const { number } = await opened.store.add(trialRun('2026-01-01T00:00:00.000Z', 'fail', ['a']));
  expect((await opened.store.get(number))?.report.verdict).toBe('fail');
  await opened.close();
  const { rows } = await withClient(database.url, (client) => client.query('SELECT 1 FROM beside.runs'));
  expect(rows).toHaveLength(1);
});

test('what must not be the store is refused with a sentence, and nothing is written there', async () => {
  expect(await refusal({ watchedUrl: database.url })).toMatch(
    /^STORE_URL leads to the watched database itself/,
  );
  const foreign = await createTestDatabase('foreign');
  try {
    await withClient(foreign.url, (client) => client.query('CREATE TABLE orders (id int)'));
    expect(await refusal({ storeUrl: foreign.url })).toMatch(/holds something else already \(orders\)/);
    const { rows } = await withClient(foreign.url, (client) =>
      client.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`),
    );
    expect(rows).toEqual([{ relname: 'orders' }]);
  } finally {
    await foreign.drop();
  }
});

test('a store that is away, or newer than this code, is told without its password', async () => {
  const away = new URL(database.url);
  away.port = '1';
  away.password = 'geheim';
  const said = await refusal({ storeUrl: away.href });
  expect(said).toMatch(/^Nothing listens at .*:1: start the database.* STORE_URL/);
  expect(said).not.toContain('geheim');
  const lacks = new URL(database.url);
  lacks.pathname = '/nowhere';
  expect(await refusal({ storeUrl: lacks.href })).toMatch(/^There is no database "nowhere"/);
  const newer = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29991231000000_later', now())`;
  await withClient(database.url, (client) => client.query(newer));
  expect(await refusal({})).toMatch(/brought further by a newer Driftboard.*29991231000000_later/);
  await withClient(database.url, (client) => client.query(`DELETE FROM _prisma_migrations WHERE id = 'x'`));
});

test('a migration that was cut off is done again', async () => {
  const cut = await createTestDatabase('cut');
  try {
    await (await openPostgresStore(place({ storeUrl: cut.url }))).close();
    await withClient(cut.url, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
      );
      await client.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`);
      await client.query('UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0');
    });
    const opened = await openPostgresStore(place({ storeUrl: cut.url }));
    expect((await opened.store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []))).number).toBe(1);
    await opened.close();
  } finally {
    await cut.drop();
  }
});

test('a run of another version is told, and the rest goes on', async () => {
  const opened = await openPostgresStore(place({ environment: 'older' }));
  await opened.store.add(trialRun('2026-01-01T00:00:00.000Z', 'fail', ['only here']));
  await opened.client.snapshot.updateMany({
    where: { runs: { some: { environment: { name: 'older' } } } },
    data: { format: 99 },
  });
  const fresh = await openPostgresStore(place({ environment: 'older' }));
  await expect(fresh.store.get(1)).rejects.toThrow(/^Run 1 was kept by another version/);
  expect(await fresh.store.latest()).toBeNull();
  expect((await fresh.store.add(trialRun('2026-01-01T00:01:00.000Z', 'pass', []))).number).toBe(2);
  expect((await fresh.store.summaries(5)).map(({ number }) => number)).toEqual([1, 2]);
  await Promise.all([opened.close(), fresh.close()]);
});

test('an unchanged finding costs a run nothing, and what happened is kept', async () => {
  const opened = await openPostgresStore(place({ environment: 'spans' }));
  const { client, store } = opened;
  for (const [at, keys] of [['a'], ['a'], ['a', 'b'], ['b']].entries()) {
    const run = trialRun(new Date(FIRST + at * 60_000).toISOString(), 'fail', keys);
    run.report.fingerprints.schema = at < 2 ? 'one' : 'two';
    await store.add(run);
  }
  const where = { environment: { name: 'spans' } };
  const spans = await client.findingSpan.findMany({
    where,
    include: { finding: true },
    orderBy: { id: 'asc' },
  });
  expect(spans.map(({ finding, firstNumber, lastNumber }) => [finding.key, firstNumber, lastNumber])).toEqual(
    [
      ['a', 1, 3],
      ['b', 3, null],
    ],
  );
  expect(await client.checkSpan.count({ where })).toBe(1);
  expect(new Set((await client.run.findMany({ where })).map(({ snapshotId }) => snapshotId)).size).toBe(3);
  const happenings = await client.happening.findMany({ where });
  expect(happenings).toMatchObject([
    { kind: 'schema.changed', number: 3, detail: { from: 'one', to: 'two' } },
  ]);
  await opened.noteLost({ runs: 2, from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:05:00.000Z' });
  expect(await client.happening.count({ where: { ...where, kind: 'recording.gap' } })).toBe(1);
  await opened.close();
});

test('old runs go by age and count, and stretches of alike ones are thinned to their ends', async () => {
  const opened = await openPostgresStore(place({ environment: 'old' }));
  const { client, store } = opened;
  const numbers = async () => (await store.summaries(100)).map(({ number }) => number);
  const clear = (days: number, more: Partial<Parameters<typeof clearAway>[1]>) =>
    clearAway(client, {
      now: new Date(FIRST + days * DAY),
      maxRuns: 100,
      maxDays: 1_000,
      thinDays: 1_000,
      everyMs: 0,
      ...more,
    });
  // One a day: 1 green, 2 to 6 the same illness, 7 and 8 another one, 9 to 12 the first again.
  for (let day = 0; day < 12; day += 1) {
    const keys = day === 0 ? [] : day === 6 || day === 7 ? ['q'] : ['p'];
    await store.add(trialRun(new Date(FIRST + day * DAY).toISOString(), day === 0 ? 'pass' : 'fail', keys));
  }
  const before = await sizesOf(client);
  expect(before.environments.find(({ name }) => name === 'old')).toMatchObject({ runs: 12, lastNumber: 12 });
  expect(before.totalBytes).toBeGreaterThan(0);

  await clear(12, { thinDays: 2 });
  expect(await numbers()).toEqual([1, 2, 6, 7, 8, 9, 11, 12]);
  expect(await clear(12, { everyMs: 3_600_000, thinDays: 0 })).toBeNull();
  await clear(12, { maxRuns: 5 });
  expect(await numbers()).toEqual([1, 7, 8, 9, 11, 12]);
  await clear(14, { maxDays: 3 });
  // The last green one stays, whatever its age, and so does the newest.
  expect(await numbers()).toEqual([1, 12]);
  expect(await store.lastGreen()).toEqual({ number: 1, startedAt: new Date(FIRST).toISOString() });
  expect((await (await openPostgresStore(place({ environment: 'old' }))).store.get(12))?.report.verdict).toBe(
    'fail',
  );
  const left = await client.findingSpan.findMany({
    where: { environment: { name: 'old' } },
    include: { finding: true },
  });
  expect(left.map(({ finding }) => finding.key)).toContain('p');
  // Twice at once: one does it, or they come one after the other; never both on the same rows.
  const both = await Promise.all([clear(40, {}), clear(40, {})]);
  expect(both.filter((one) => one !== null).length).toBeGreaterThan(0);
  expect((await store.add(trialRun(new Date(FIRST + 41 * DAY).toISOString(), 'fail', ['p']))).number).toBe(
    13,
  );
  await opened.close();
});

test('a row that somebody holds is of the moment: the run is not given up for it', async () => {
  const opened = await openPostgresStore(place({ environment: 'held' }));
  await opened.store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []));
  const error = await withClient(database.url, async (holder) => {
    await holder.query('BEGIN');
    await holder.query(`SELECT 1 FROM environments WHERE name = 'held' FOR UPDATE`);
    return opened.client
      .$transaction([
        opened.client.$executeRaw`SET LOCAL lock_timeout = '50ms'`,
        opened.client.$executeRaw`SELECT 1 FROM environments WHERE name = 'held' FOR UPDATE`,
      ])
      .catch((thrown: unknown) => thrown);
  });
  expect(opened.isPassing(error)).toBe(true);
  expect(opened.isPassing(new Error('No such column.'))).toBe(false);
  await opened.close();
});
