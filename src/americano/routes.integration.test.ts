import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '@/server/embedded/testing';
import { applyMigrations } from '@/server/prisma/schema-engine';
import manifest from '../../driftboard.endpoints';
import { loadSeed } from '../../prisma/seed/load';
import { judgeTry } from '../checks/support/endpoint-answer';
import { aTry } from '../checks/testing/client-builders';
import { EndpointManifest } from '../shared/endpoints';
import { ErrorBody } from '../shared/http';
import { closeProcessCache } from './cache/process-cache';
import { getClient, loadedClient, reloadClient, unloadClient } from './registry';

const { endpoints } = EndpointManifest.parse(manifest);
const DATA_DIR = path.join('.data', `test-americano-${process.pid}`);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('americano');
  const text = await readFile('prisma/schema.prisma', 'utf8');
  await applyMigrations({
    databaseUrl: database.url,
    schemaFiles: [{ path: 'prisma/schema.prisma', text }],
    migrationsDir: 'prisma/migrations',
  });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for await (const _ of loadSeed(client, { size: 'small', reset: false }));
  await client.query('ANALYZE');
  await client.end();
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DRIFTBOARD_DATA_DIR', DATA_DIR);
  vi.stubEnv('DRIFTBOARD_EMBEDDED', undefined);
  vi.stubEnv('AMERICANO_DEMO_USER', undefined);
  vi.stubEnv('REDIS_URL', undefined);
  vi.stubEnv('AMERICANO_CACHE', undefined);
});

afterAll(async () => {
  await closeProcessCache();
  await unloadClient();
  vi.unstubAllEnvs();
  await database.drop();
  await rm(DATA_DIR, { recursive: true, force: true });
});

/** What is the same for every user. */
const SHARED = new Set(['/api/learning/articles', '/api/personalization/experiments']);

const RouteModule = z.object({
  GET: z.custom<(request: Request) => Promise<Response>>((value) => typeof value === 'function'),
});

/** As a health check asks, past the cache, unless the headers are others. */
async function get(
  routePath: string,
  query: Record<string, string>,
  headers: Record<string, string> = { 'cache-control': 'no-cache' },
): Promise<Response> {
  const file = path.resolve('src', 'app', ...routePath.split('/'), 'route.ts');
  const { GET } = RouteModule.parse({ ...(await import(/* @vite-ignore */ file)) });
  return GET(new Request(`http://localhost${routePath}?${new URLSearchParams(query)}`, { headers }));
}

async function errorOf(response: Response) {
  return { status: response.status, ...ErrorBody.parse(await response.json()).error };
}

describe.each(endpoints)('$path', (declaration) => {
  const { path: routePath, query, response: shape } = declaration;

  it('is for the demo user as the manifest says, by its values too', async () => {
    const body: unknown = await (await get(routePath, query)).json();
    expect(judgeTry(aTry({ json: body, bodyText: JSON.stringify(body) }), declaration)).toBeNull();
    // A user without data has the right shapes and not these values.
    const nobody: unknown = await (await get(routePath, { ...query, userId: 'new-user' })).json();
    const other = judgeTry(aTry({ json: nobody, bodyText: JSON.stringify(nobody) }), declaration);
    if (!SHARED.has(routePath)) expect(other?.observed).toMatch(/not hold/);
  });

  it('answers its documented shape for the demo user, as the manifest asks and by default', async () => {
    for (const params of [query, {}]) {
      const answer = await get(routePath, params);
      const body: unknown = await answer.json();
      expect(answer.status, JSON.stringify(body)).toBe(200);
      expect(shape?.safeParse(body).error).toBeUndefined();
    }
  });

  it('answers defaults to a new user without data', async () => {
    const answer = await get(routePath, { userId: 'new-user' });
    const body: unknown = await answer.json();
    expect(answer.status, JSON.stringify(body)).toBe(200);
    expect(shape?.safeParse(body).error).toBeUndefined();
  });

  it('answers 404 for an unknown user, and 400 with every fault for bad parameters', async () => {
    expect(await errorOf(await get(routePath, { userId: 'nobody' }))).toMatchObject({
      status: 404,
      code: 'not-found',
    });
    const bad = await errorOf(await get(routePath, { userId: 'a b', page: '0', unheardOf: 'x' }));
    expect(bad).toMatchObject({ status: 400, code: 'bad-request' });
    expect(bad.details?.join(' ')).toMatch(/userId: .*(page|unheardOf)/);
  });
});

describe('lists', () => {
  it('page without gaps and repetitions', async () => {
    const ids: string[] = [];
    const { struggleIndicators } = await import('./story-5-3/struggle-indicators');
    const page = async (number: number) => {
      const answer = await get(struggleIndicators.path, { page: String(number), pageSize: '5' });
      return struggleIndicators.response.parse(await answer.json());
    };
    const { pagination } = await page(1);
    expect(pagination.total).toBeGreaterThan(5);
    for (let number = 1; number <= pagination.pages; number += 1) {
      ids.push(...(await page(number)).indicators.map((indicator) => indicator.id));
    }
    expect(new Set(ids).size).toBe(pagination.total);
    expect(ids).toHaveLength(pagination.total);
    expect((await page(pagination.pages + 1)).indicators).toEqual([]);
  });

  it('are the user’s own', async () => {
    const { recommendations } = await import('./story-5-2/recommendations');
    const idsOf = async (userId: string) => {
      const answer = await get(recommendations.path, { userId, state: 'all', pageSize: '100' });
      return recommendations.response.parse(await answer.json()).recommendations.map((one) => one.id);
    };
    const [mine, others] = [await idsOf('demo-user'), await idsOf('second-user')];
    expect(mine.length * others.length).toBeGreaterThan(0);
    expect(mine.filter((id) => others.includes(id))).toEqual([]);
  });
});

describe('faults of the world', () => {
  const PATH = '/api/analytics/struggle-predictions';

  it('a missing table shows at once where the cache is asked to be passed by, though the answer lies there', async () => {
    const usual = () => get(PATH, {}, {});
    expect((await usual()).headers.get('x-cache')).toBe('miss');
    const cached = await usual();
    expect([cached.status, cached.headers.get('x-cache')]).toEqual([200, 'hit']);
    await withSql(
      'ALTER TABLE struggle_predictions RENAME TO gone',
      'ALTER TABLE gone RENAME TO struggle_predictions',
      async () => {
        // A browser goes on reading what lies there; who asks for the truth gets it.
        expect((await usual()).headers.get('x-cache')).toBe('hit');
        const truth = await get(PATH, {});
        expect(truth.headers.get('x-cache')).toBeNull();
        expect(await errorOf(truth)).toMatchObject({ status: 500, code: 'P2021' });
        // From then on nobody is answered from before.
        expect(await errorOf(await usual())).toMatchObject({ status: 500, code: 'P2021' });
      },
    );
    expect((await get(PATH, {})).headers.get('x-cache')).toBe('bypass');
  });

  async function withSql(break_: string, repair: string, work: () => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query(break_);
      await work();
    } finally {
      await client.query(repair);
      await client.end();
    }
  }

  it('a missing table is P2021, a missing column P2022, each by name and without a path', async () => {
    const table = 'ALTER TABLE struggle_predictions RENAME TO gone';
    await withSql(table, 'ALTER TABLE gone RENAME TO struggle_predictions', async () => {
      const error = await errorOf(await get(PATH, {}));
      expect(error).toMatchObject({ status: 500, code: 'P2021' });
      expect(error.message).toContain('struggle_predictions');
      expect(error.message).not.toContain('/');
    });
    const column = 'ALTER TABLE struggle_predictions RENAME COLUMN "featureVector" TO gone';
    await withSql(
      column,
      'ALTER TABLE struggle_predictions RENAME COLUMN gone TO "featureVector"',
      async () => {
        const error = await errorOf(await get(PATH, {}));
        expect(error).toMatchObject({ status: 500, code: 'P2022' });
        expect(error.message).toContain('featureVector');
      },
    );
    expect((await get(PATH, {})).status).toBe(200);
  });

  it('a database that cannot be reached is 503, and the client in memory stays known', async () => {
    await getClient();
    const before = loadedClient();
    expect(before?.models).toHaveLength(66);
    vi.stubEnv('DATABASE_URL', 'postgresql://nobody:secret-word@127.0.0.1:1/nothing');
    await reloadClient();
    const error = await errorOf(await get(PATH, {}));
    vi.stubEnv('DATABASE_URL', database.url);
    expect((await reloadClient()).fingerprint).toBe(before?.fingerprint);
    expect(error).toMatchObject({ status: 503, code: 'database-unreachable' });
    expect(error.message).not.toContain('secret-word');
    expect((await get(PATH, {})).status).toBe(200);
  });

  it('the schema that the instance carries is the one that the fingerprint is made of', async () => {
    const client = await getClient();
    const config: unknown = Reflect.get(client, '_engineConfig');
    expect(config).toMatchObject({ inlineSchema: expect.stringContaining('model StrugglePrediction') });
  });
});
