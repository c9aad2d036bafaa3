import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotifyRules } from '../../../shared/notify-settings';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { createNotifier } from '../../notify/notifier';
import { outboxContract } from '../../notify/outbox-contract';
import { send } from '../../notify/send';
import { channel, sending } from '../../notify/testing/messages';
import { startTestServer } from '../../probes/http/testing-server';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { type StoreClient, storeClient } from './client';
import { migrateStore } from './migrate';
import { createPostgresOutbox } from './outbox';
import { createPostgresStore } from './store';

let database: TestDatabase;
let clients: StoreClient[];
beforeAll(async () => {
  database = await createTestDatabase('outbox');
  await migrateStore(database.url, findProjectRoot());
  clients = [1, 2, 3].map(() => storeClient(database.url));
});
afterAll(async () => {
  await Promise.all((clients ?? []).map((client) => client.$disconnect()));
  await database?.drop();
});

function clientOf(place: number): StoreClient {
  const client = clients[place];
  if (client === undefined) throw new Error('The clients are made before all tests.');
  return client;
}

outboxContract('the outbox in PostgreSQL', async () => {
  const environment = randomUUID();
  const client = clientOf(0);
  return {
    outbox: createPostgresOutbox(client, environment),
    other: createPostgresOutbox(clientOf(1), environment),
    // The server has the clock, so that its rows go back instead.
    pass: async (ms) => {
      await client.$executeRaw`
        UPDATE notifications n SET created_at = created_at - ${ms}::float8 * interval '1 ms',
          next_try_at = next_try_at - ${ms}::float8 * interval '1 ms',
          claimed_until = claimed_until - ${ms}::float8 * interval '1 ms'
        FROM environments e WHERE e.id = n.environment_id AND e.name = ${environment}`;
    },
  };
});

test('three instances on one store send each message once, in order, though the receiver often fails', async () => {
  const environment = randomUUID();
  const taken: string[] = [];
  let hits = 0;
  const server = await startTestServer((request, response) => {
    request.resume().on('end', () => {
      hits += 1;
      // It takes what it answers 200; a third it refuses, now by an answer and now by going away.
      if (hits % 3 === 0) {
        if (hits % 2 === 0) response.writeHead(503).end();
        else response.destroy();
        return;
      }
      taken.push(String(request.headers['x-driftboard-id']));
      response.end();
    });
  });
  const faults: unknown[] = [];
  const notifiers = clients.map((client) => {
    const outbox = createPostgresOutbox(client, environment);
    return createNotifier({
      environment,
      channels: [channel({ kind: 'webhook', name: 'ops', url: `${server.baseUrl}/in` })],
      rules: NotifyRules.parse({ flappingChanges: 100 }),
      publicUrl: null,
      outbox: async () => outbox,
      send: (to, one) => send(to, one, sending()),
      now: () => new Date().toISOString(),
      onFault: (error) => faults.push(error),
      everyMs: 50,
      backOffMs: () => 1,
    });
  });
  try {
    const stores = clients.map((client) => createPostgresStore(client, environment));
    const ids: string[] = [];
    for (let number = 1; number <= 18; number += 1) {
      const at = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
      // Each verdict stands for two runs: the second one is no news.
      const isIll = number % 4 < 2;
      const run = trialRun(at, isIll ? 'fail' : 'pass', isIll ? ['a'] : []);
      await stores[number % 3]?.add(run);
      if (number === 1 || number % 2 === 0) ids.push(`${run.report.runId}:${isIll ? 'ill' : 'recovered'}`);
      for (const notifier of notifiers) notifier.wake();
    }
    await expect.poll(() => taken.length, { timeout: 30_000 }).toBe(ids.length);
    await Promise.all(notifiers.map((notifier) => notifier.idle()));
    expect(taken).toEqual(ids);
    const kept = await createPostgresOutbox(clientOf(0), environment).deliveries(50);
    expect(kept.map(({ state }) => state)).toEqual(ids.map(() => 'sent'));
    expect(faults).toEqual([]);
  } finally {
    await Promise.all(notifiers.map((notifier) => notifier.close()));
    await server.close();
  }
});
