import { afterAll, beforeAll, expect, test } from 'vitest';
import { chainReader } from '../../audit/chain';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { byHand } from '../../sign-off/testing/bench';
import { type AuditEntry, appendAudit, readAudit } from './audit';
import { type StoreClient, storeClient } from './client';
import { migrateStore } from './migrate';

let database: TestDatabase;
let clients: StoreClient[];
beforeAll(async () => {
  database = await createTestDatabase('audit');
  await migrateStore(database.url, findProjectRoot());
  clients = [1, 2, 3].map(() => storeClient(database.url));
});
afterAll(async () => {
  await Promise.all((clients ?? []).map((client) => client.$disconnect()));
  await database?.drop();
});

const entry = (day: number): AuditEntry => ({
  at: new Date(Date.UTC(2026, 0, day)).toISOString(),
  kind: 'waiver.given',
  environment: 'local',
  person: 'Ada',
  // Keys in an order that jsonb does not keep, and what JSON can hold.
  payload: { zulu: day, alpha: { second: [1.5, null, 'Jäger'], first: true }, '10': 1, '9': 2 },
});

function whole(): StoreClient {
  const [client] = clients;
  if (client === undefined) throw new Error('The clients are made before all tests.');
  return client;
}

async function breaks() {
  const reader = chainReader();
  return (await readAudit(whole(), 0, 100)).flatMap((event) => reader.follow(event) ?? []);
}

test('instances that add at once make one chain without gaps, and what is taken back leaves none', async () => {
  await Promise.all(
    Array.from({ length: 15 }, (_, day) =>
      clients[day % 3]?.$transaction((transaction) => appendAudit(transaction, entry(day + 1))),
    ),
  );
  const undone = whole().$transaction(async (transaction) => {
    await appendAudit(transaction, entry(20));
    throw new Error('Not kept after all.');
  });
  await expect(undone).rejects.toThrow('Not kept');
  await whole().$transaction((transaction) => appendAudit(transaction, entry(21)));
  expect((await readAudit(whole(), 0, 100)).map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 16 }, (_, place) => place + 1),
  );
  expect(await breaks()).toEqual([]);
});

test('a row edited in the database is found', async () => {
  const update = "UPDATE audit_events SET payload = jsonb_set(payload, '{zulu}', '99') WHERE sequence = 7";
  await expect(whole().$executeRawUnsafe(update)).rejects.toThrow('only added, never changed or deleted');
  await byHand(whole(), update);
  expect(await breaks()).toEqual([{ sequence: 7, why: expect.stringContaining('changed') }]);
  await byHand(whole(), 'DELETE FROM audit_events WHERE sequence = 7');
  expect(await breaks()).toEqual([{ sequence: 8, why: 'It follows event 6, so 1 between them lack.' }]);
});
