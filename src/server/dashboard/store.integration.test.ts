import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Settings } from '../../shared/config';
import type { DashboardEvent } from '../../shared/events';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { findProjectRoot } from '../project-root';
import { trialRun } from '../store/contract';
import { createBus } from './bus';
import { dashboardStore } from './store';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('kept');
});
afterAll(() => database.drop());

const faults: unknown[] = [];
const onFault = (error: unknown) => void faults.push(error);
function start(given: Partial<Settings>) {
  const bus = createBus(onFault);
  const settings = Settings.parse({ env: 'shop', ...given });
  return { bus, ...dashboardStore({ settings, projectRoot: findProjectRoot(), bus, onFault }) };
}

test('after a restart the dashboard knows what was before', async () => {
  const storeUrl = database.url;
  const before = start({ storeUrl });
  await before.opened(20_000);
  expect(before.recording()).toEqual({ state: 'on', since: null, reason: null, waiting: 0, lost: null });
  await before.store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []));
  await before.store.add(trialRun('2026-01-01T00:01:00.000Z', 'fail', ['a']));
  await before.close();

  const after = start({ storeUrl });
  await after.opened(20_000);
  expect((await after.store.latest())?.number).toBe(2);
  expect(await after.store.lastGreen()).toEqual({ number: 1, startedAt: '2026-01-01T00:00:00.000Z' });
  const { report, number } = await after.store.add(trialRun('2026-01-01T00:02:00.000Z', 'fail', ['a']));
  expect(number).toBe(3);
  expect(report.checks[0]?.findings[0]?.since).toBe('2026-01-01T00:01:00.000Z');
  const { sizes } = await after.describe();
  expect(sizes?.environments).toMatchObject([{ name: 'shop', runs: 3, lastNumber: 3 }]);
  await after.close();
  expect(faults).toEqual([]);
});

test('the watched database is not taken as the store: the page says why, and runs go on', async () => {
  const { recording, opened, store, describe, close } = start({
    storeUrl: database.url,
    databaseUrl: database.url,
  });
  await opened(20_000);
  expect(recording()).toMatchObject({ state: 'away', reason: expect.stringMatching(/^STORE_URL leads to/) });
  expect((await store.add(trialRun('2026-01-01T00:03:00.000Z', 'pass', []))).number).toBe(1);
  expect(recording().waiting).toBe(1);
  expect((await describe()).sizes).toBeNull();
  await close();
});

test('a store whose connections are cut is reached again, and who looks is told of what waited', async () => {
  const { bus, opened, store, recording, close } = start({ storeUrl: database.url, env: 'cut' });
  await opened(20_000);
  await store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []));
  const stored: DashboardEvent[] = [];
  bus.subscribe((event) => stored.push(event));
  const { withClient } = await import('../embedded/databases');
  const admin = database.url.replace(/\/[^/]*$/, '/postgres');
  const name = `"${database.name}"`;
  await withClient(admin, async (client) => {
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      database.name,
    ]);
    await store.add(trialRun('2026-01-01T00:01:00.000Z', 'fail', ['a']));
    expect(recording()).toMatchObject({ state: 'away', waiting: 1 });
    expect(recording().reason).toMatch(/^[A-Z].*\.$/);
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
  while (stored.length === 0) await sleep(50);
  expect(recording()).toMatchObject({ state: 'on', waiting: 0, lost: null });
  expect(stored).toMatchObject([{ type: 'run.stored', number: 2 }]);
  await close();
});

test('without a store runs are kept in memory, and it is said', async () => {
  const { recording, store, describe } = start({});
  await store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []));
  expect(recording()).toMatchObject({ state: 'none', reason: expect.stringContaining('STORE_URL') });
  expect(await describe()).toMatchObject({ sizes: null, note: expect.stringContaining('kept in memory') });
});
