import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { createObserver } from '../../engine/observe';
import { openDatabaseSession } from '../catalogue/session';
import { probes } from '../registry';
import { testContext } from '../testing-context';
import { COUNTS_HOLD_MS } from './usage';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('counted');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE TABLE people (id int PRIMARY KEY, city text);
    INSERT INTO people SELECT g, 'city ' || g % 50 FROM generate_series(1, 2000) g`);
  await client.query('ANALYZE people');
});
afterAll(async () => {
  vi.useRealTimers();
  await client?.end();
  await database?.drop();
});

/** One look of a dashboard: the catalogue, and its use. */
async function look() {
  const { settings, signal, projectRoot, dataDir } = testContext({ databaseUrl: database.url });
  const observer = createObserver({
    probes,
    context: { settings, signal, projectRoot, dataDir },
    openDatabase: () => openDatabaseSession({ databaseUrl: database.url, timeoutMs: 10_000, signal }),
  });
  try {
    const usage = await observer.observe('database.usage');
    if (!usage.ok) throw new Error(usage.reason);
    return usage;
  } finally {
    await observer.close();
  }
}

test('what is unchanged is counted once in two minutes, what has changed at once', async () => {
  await look();
  const first = await look();
  const again = await look();
  expect(again.value).toBe(first.value);
  expect(again.evidence).toEqual(first.evidence);

  await client.query('ANALYZE people');
  await client.query(`INSERT INTO people SELECT g, 'x' FROM generate_series(2001, 4000) g`);
  await client.query('SELECT pg_stat_force_next_flush()');
  await client.query('ANALYZE people');
  const analysed = await look();
  expect(analysed.value).not.toBe(first.value);
  expect(analysed.value.tables).toMatchObject([{ name: 'people', liveRows: 4_000 }]);

  await client.query('CREATE INDEX people_city_idx ON people (city)');
  const indexed = await look();
  expect(indexed.value.indexes.map(({ name }) => name).sort()).toEqual(['people_city_idx', 'people_pkey']);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + COUNTS_HOLD_MS + 1 });
  const later = await look();
  expect(later.value).not.toBe(indexed.value);
});
