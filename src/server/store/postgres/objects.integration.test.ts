import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Settings } from '../../../shared/config';
import { verifyOnce } from '../../compose';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import type { RunObjects } from '../../engine/run-objects';
import { applyMigrations } from '../../prisma/schema-engine';
import { readSchemaFiles } from '../../probes/prisma/schema-files';
import { dataDirOf, findProjectRoot } from '../../project-root';
import { createEverything, EVERYTHING } from '../../testing/everything';
import { trialRun } from '../contract';
import { type StoreClient, storeClient } from './client';
import { migrateStore } from './migrate';
import { createPostgresStore } from './store';

const root = findProjectRoot();
let databases: TestDatabase[] = [];
let client: StoreClient;

beforeAll(async () => {
  databases = await Promise.all(['store', 'americano', 'everything'].map(createTestDatabase));
  await migrateStore(urlOf(0), root);
  client = storeClient(urlOf(0));
});
afterAll(async () => {
  await client?.$disconnect();
  await Promise.all(databases.map((database) => database.drop()));
});

test.each([
  ['Americano', americanoObjects],
  ['a schema that uses everything', everythingObjects],
])('what one instance saw of %s another one shows, to the last value', async (_, look) => {
  const objects = await look();
  expect(objects.rows.tables?.length).toBeGreaterThan(10);
  expect(objects.rows.indexes?.length).toBeGreaterThan(10);
  const environment = randomUUID();
  const [who, other] = [createPostgresStore(client, environment), createPostgresStore(client, environment)];
  const { number } = await who.add({ ...trialRun('2026-01-01T00:00:00.000Z', 'pass', []), objects });
  // `undefined` and a lacking key are the same to who reads it.
  const [shown, again] = await Promise.all([other.objects(number), other.objects(number)]);
  expect(shown).toEqual(objects);
  expect(again, 'read once for all who ask at once').toBe(shown);
  const [size] = await client.$queryRaw<{ bytes: number }[]>`
    SELECT octet_length(body)::int AS bytes FROM run_objects JOIN environments e ON e.id = environment_id WHERE e.name = ${environment}`;
  process.stdout.write(`${size?.bytes} bytes, of ${JSON.stringify(objects).length} as JSON\n`);
  expect(size?.bytes).toBeLessThan(200_000);
});

test('of a run that is older, of too many tables or kept in another form another instance says that they are gone', async () => {
  const environment = randomUUID();
  const [who, other] = [createPostgresStore(client, environment), createPostgresStore(client, environment)];
  const run = trialRun('2026-01-01T00:00:00.000Z', 'pass', []);
  const add = (objects: RunObjects | null) =>
    who.add({ ...run, report: { ...run.report, runId: randomUUID() }, objects });
  const { objects } = run;
  for (let count = 0; count < 3; count += 1) await add(objects);
  expect(await other.objects(1)).toBe('gone');
  expect(await other.objects(2)).toEqual(objects);
  expect(await other.objects(3)).toEqual(objects);

  const { database: seen } = (await americanoObjects()).sides;
  const [table] = seen?.tables ?? [];
  if (seen === null || table === undefined || objects === null)
    throw new Error('There is nothing to be too many of.');
  const tables = Array.from({ length: 1_001 }, (_, at) => ({ ...table, name: `t${at}` }));
  const database = { ...seen, tables };
  const many = { ...objects, sides: { ...objects.sides, database } };
  const { number } = await add(many);
  expect(await who.objects(number)).toEqual(many);
  expect(await other.objects(number)).toBe('gone');

  // What SQL in the database holds of secrets is not kept.
  const view = { ...table, query: "SELECT call('https://ada:geheim@host', 'Bearer abcdefgh12345')" };
  const { number: secret } = await add({
    ...objects,
    sides: { ...objects.sides, database: { ...seen, tables: [view] } },
  });
  const shown = await other.objects(secret);
  if (shown === null || shown === 'gone') throw new Error('They are kept.');
  expect(shown.sides.database?.tables[0]?.query).toBe("SELECT call('https://ada:***@host', 'Bearer ***')");

  const { number: later } = await add(objects);
  await client.runObjects.updateMany({ where: { number: later }, data: { format: 99 } });
  expect(await other.objects(later)).toBe('gone');
  await client.runObjects.updateMany({
    where: { number: later },
    data: { format: 1, body: new Uint8Array([1]) },
  });
  expect(await other.objects(later)).toBe('gone');
});

function urlOf(place: number): string {
  const { url } = databases[place] ?? {};
  if (url === undefined) throw new Error(`There is no database ${place}.`);
  return url;
}

async function americanoObjects(): Promise<RunObjects> {
  const schema = join(root, 'prisma', 'schema.prisma');
  const migrations = join(root, 'prisma', 'migrations');
  await applyMigrations({
    databaseUrl: urlOf(1),
    schemaFiles: await readSchemaFiles(schema),
    migrationsDir: migrations,
  });
  return look({ schema, migrations, databaseUrl: urlOf(1), only: ['schema', 'indexes'] });
}

async function everythingObjects(): Promise<RunObjects> {
  const { migrationsDir, dispose } = await createEverything(urlOf(2));
  try {
    const only = ['schema', 'migrations', 'indexes'];
    return await look({ databaseUrl: urlOf(2), schema: EVERYTHING.schema, migrations: migrationsDir, only });
  } finally {
    await dispose();
  }
}

async function look(settings: Record<string, unknown>): Promise<RunObjects> {
  const { objects } = await verifyOnce(
    Settings.parse({ ...settings, timeoutMs: 30_000 }),
    { projectRoot: root, dataDir: dataDirOf(root) },
    { runId: randomUUID(), signal: new AbortController().signal },
  );
  return objects;
}
