import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/embedded/testing';
import { americano } from '@/server/testing/differential/applications';
import manifest from '../../driftboard.indexes';
import { loadSeed } from '../../prisma/seed/load';
import { PrismaClient } from '../generated/americano/client';
import { IndexManifest } from '../shared/index-manifest';
import { ASKED } from './testing/asked-routes';
import { dropEach } from './testing/dropped-index';

const { indexes, queries } = IndexManifest.parse(manifest);
const nameIn = (sql: string) => /INDEX "(\w+)"/.exec(sql)?.[1] ?? '';
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('declared_queries');
  await americano.make(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for await (const _ of loadSeed(client, { size: 'small', reset: false }));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const normalised = (sql: string) => sql.replace(/\s+/g, ' ').trim();

describe("Americano's declared queries", () => {
  it('are what its routes really send', async () => {
    const prisma = new PrismaClient({
      adapter: new PrismaPg({ connectionString: database.url }),
      log: [{ emit: 'event', level: 'query' }],
    });
    const sent = new Map<string, Set<string>>();
    let path = '';
    prisma.$on('query', ({ query }) => {
      const key = normalised(query);
      sent.set(key, (sent.get(key) ?? new Set()).add(`GET ${path}`));
    });
    for (const asked of ASKED) {
      path = asked.path;
      // The moment of the data: a session has been measured, and plans lie ahead.
      await asked.send(prisma, new Date(Date.UTC(2026, 10, 1)));
    }
    await prisma.$disconnect();
    for (const { name, sql, endpoints } of queries) {
      const senders = sent.get(normalised(sql));
      expect(senders, `${name} is sent by no route`).toBeDefined();
      expect([...endpoints].sort(), name).toEqual([...(senders ?? [])].sort());
    }
    // What is not declared is only what differs from request to request: lists of ids.
    const declared = new Set(queries.map(({ sql }) => normalised(sql)));
    const others = [...sent.keys()].filter((sql) => !declared.has(sql) && !/ IN \((\$|NULL)/.test(sql));
    expect(others).toEqual([]);
  });

  it('give each of the 27 strategic indexes something to serve', () => {
    expect(indexes).toHaveLength(27);
    for (const { sql, queries: served } of indexes) expect(served.length, nameIn(sql)).toBeGreaterThan(0);
  });
});

// All of them in `strategic-indexes.long.test.ts`.
describe('a strategic index that is dropped, one of nine', () => {
  dropEach(
    (_, position) => position % 9 === 0,
    () => ({ url: database.url, client }),
  );
});
