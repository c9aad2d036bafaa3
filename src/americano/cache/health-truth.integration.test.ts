import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cacheReads } from '@/checks/cache-reads';
import { endpoints } from '@/checks/endpoints';
import { createTestDatabase, type TestDatabase } from '@/server/embedded/testing';
import { applyMigrations } from '@/server/prisma/schema-engine';
import { cacheReadsProbe } from '@/server/probes/http/cache-reads';
import { type Bench, openBench } from '@/server/probes/http/testing-probe';
import { startTestServer, type TestServer } from '@/server/probes/http/testing-server';
import { testContext } from '@/server/probes/testing-context';
import { hasRedis, NO_REDIS, type RedisForTests, startRedis } from '@/server/testing/redis-server';
import { loadSeed } from '../../../prisma/seed/load';
import { unloadClient } from '../registry';
import { americanoRoute } from '../route';
import { strugglePredictions } from '../story-5-3/struggle-predictions';
import { articles } from '../story-5-6/articles';
import { closeProcessCache } from './process-cache';

const DATA_DIR = path.join('.data', `test-cache-${process.pid}`);
const PREDICTIONS = strugglePredictions.path;
const routes = new Map([
  [PREDICTIONS, americanoRoute(strugglePredictions)],
  [articles.path, americanoRoute(articles)],
]);
const manifest = { endpoints: [...routes.keys()].map((route) => ({ path: route, budgetMs: 60_000 })) };
let database: TestDatabase;
let app: TestServer;
let bench: Bench;
let redis: RedisForTests | null = null;

beforeAll(async () => {
  if (hasRedis) redis = await startRedis({ requirepass: 'sesame-word' });
  database = await createTestDatabase('cached');
  const schemaFiles = [
    { path: 'prisma/schema.prisma', text: await readFile('prisma/schema.prisma', 'utf8') },
  ];
  await applyMigrations({ databaseUrl: database.url, schemaFiles, migrationsDir: 'prisma/migrations' });
  await sql(async (client) => {
    for await (const _ of loadSeed(client, { size: 'small', reset: false }));
  });
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DRIFTBOARD_DATA_DIR', DATA_DIR);
  vi.stubEnv('DRIFTBOARD_EMBEDDED', undefined);
  vi.stubEnv('AMERICANO_DEMO_USER', undefined);
  vi.stubEnv('AMERICANO_CACHE', undefined);
  // A busy machine must not look like a Redis that hangs.
  vi.stubEnv('AMERICANO_CACHE_TIMEOUT_MS', '10000');
  app = await startTestServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', app.baseUrl);
    const headers = new Headers(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const answer = await routes.get(url.pathname)?.(new Request(url, { headers }));
    response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers ?? []));
    response.end(await answer?.text());
  });
  bench = await openBench(() => app.baseUrl);
});

afterAll(async () => {
  await closeProcessCache();
  await unloadClient();
  vi.unstubAllEnvs();
  await Promise.all([app.close(), bench.remove(), database.drop(), redis?.remove()]);
  await rm(DATA_DIR, { recursive: true, force: true });
});

async function sql(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await work(client).finally(() => client.end());
}

const browser = async () => {
  const answer = await fetch(`${app.baseUrl}${PREDICTIONS}`);
  return `${answer.status} ${answer.headers.get('x-cache')}`;
};

/** What the check of the endpoints says of one run's answers. */
async function health() {
  const { text: _, ...results } = await bench.observation(manifest);
  const { findings, compared } = endpoints.runWith({ 'endpoints.results': results }, { ignore: [] });
  return { compared, found: findings.map(({ rule, subject }) => `${rule} ${subject.name}`), results };
}

const stores = [
  { name: 'in memory', redisUrl: () => undefined, installed: true },
  { name: `in Redis${NO_REDIS}`, redisUrl: () => redis?.url, installed: hasRedis },
];

describe.each(stores)('with the cache $name', ({ redisUrl, installed }) => {
  beforeAll(async () => {
    await closeProcessCache();
    vi.stubEnv('REDIS_URL', redisUrl());
  });

  it.skipIf(!installed)(
    'a dropped table turns the route red though its answer lies in the cache',
    async () => {
      await expect.poll(browser, { timeout: 20_000 }).toBe('200 hit');
      expect(await health()).toMatchObject({ compared: 2, found: [] });
      await sql((client) => client.query('ALTER TABLE struggle_predictions RENAME TO gone'));
      try {
        expect(await browser()).toBe('200 hit');
        expect(await health()).toMatchObject({
          compared: 2,
          found: [`endpoint.schema-error GET ${PREDICTIONS}`],
        });
        // The fresh failure has shown that what lay there is not true.
        await expect.poll(browser, { timeout: 20_000 }).toBe('500 null');
        expect((await health()).found).toHaveLength(1);
      } finally {
        await sql((client) => client.query('ALTER TABLE gone RENAME TO struggle_predictions'));
      }
      expect(await health()).toMatchObject({ compared: 2, found: [] });
    },
  );

  it.skipIf(!installed)(
    'cold and warm reads are measured of what the endpoints said, by their own requests',
    async () => {
      const { results } = await health();
      expect(results.results.map(({ tries }) => tries.at(-1)?.headers['x-cache'])).toEqual([
        'bypass',
        'bypass',
      ]);
      const given = await bench.ask(manifest);
      const seen = await cacheReadsProbe.read(
        testContext({ baseUrl: app.baseUrl }, { 'endpoints.results': given }),
      );
      if (!seen.ok) throw new Error(seen.reason);
      expect(seen.value.asked).toBe(2);
      expect(seen.value.reads).toHaveLength(2);
      const { findings, nothingToCompare, compared } = cacheReads.runWith(
        { 'cache.reads': seen.value },
        { ignore: [] },
      );
      expect(findings).toEqual([]);
      expect(compared > 0 || nothingToCompare !== undefined).toBe(true);
      expect(await cacheReadsProbe.read(testContext({}, {}))).toMatchObject({ ok: false });
    },
  );
});
