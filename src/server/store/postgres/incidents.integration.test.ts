import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { type StoreClient, storeClient } from './client';
import { migrateStore } from './migrate';
import { clearAway } from './retention';
import { createPostgresStore } from './store';

let database: TestDatabase;
let client: StoreClient;

beforeAll(async () => {
  database = await createTestDatabase('incidents');
  await migrateStore(database.url, findProjectRoot());
  client = storeClient(database.url);
});
afterAll(async () => {
  await client?.$disconnect();
  await database?.drop();
});

const hour = (at: number) => new Date(Date.UTC(2026, 0, 1, at)).toISOString();

async function stored(verdicts: readonly ('pass' | 'fail')[]) {
  const name = randomUUID();
  const store = createPostgresStore(client, name);
  for (const [at, verdict] of verdicts.entries()) {
    await store.add(trialRun(hour(at), verdict, verdict === 'fail' ? ['a'] : []));
  }
  return { name, store };
}

test('runs that were kept before incidents were are caught up with, and their causes are not made up', async () => {
  const { name, store } = await stored(['fail', 'pass', 'fail', 'fail']);
  await client.incident.deleteMany({ where: { environment: { name } } });
  await client.environment.update({ where: { name }, data: { incidentsThrough: 0 } });
  await store.add(trialRun(hour(4), 'fail', ['a']));
  expect(await store.incidents(1, 9)).toMatchObject([
    { first: 1, last: 1, runs: 1, ended: { number: 2, at: hour(1) }, causes: null },
    { first: 3, last: 5, runs: 3, startedAt: hour(2), ended: null, causes: [{ key: 'a' }] },
  ]);
});

test('an incident goes with its runs, and one that still lasts stays', async () => {
  const { store } = await stored(['fail', 'pass', 'fail', 'fail']);
  const day = 86_400_000;
  await clearAway(client, {
    now: new Date(Date.parse(hour(2)) + day),
    maxRuns: 1,
    maxDays: 9,
    thinDays: 9,
    everyMs: 0,
  });
  // Run 2 stays: it is the last green one, and the first incident ended with it.
  expect((await store.incidents(1, 4)).map(({ first }) => first)).toEqual([1, 3]);
  await store.add(trialRun(hour(5), 'pass', []));
  await store.add(trialRun(hour(6), 'pass', []));
  await clearAway(client, {
    now: new Date(Date.parse(hour(6)) + day),
    maxRuns: 1,
    maxDays: 9,
    thinDays: 9,
    everyMs: 0,
  });
  expect(await store.incidents(1, 9)).toEqual([]);
});
