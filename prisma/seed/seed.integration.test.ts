import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/embedded/testing';
import { applyMigrations } from '@/server/prisma/schema-engine';
import { DEMO_USER, NEW_USER } from './context';
import { AlreadySeededError, loadSeed, type TableLoaded } from './load';
import { allTables } from './tables';

const DIGEST = (table: string) =>
  `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM "${table}" t`;

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('seed');
  const text = await readFile('prisma/schema.prisma', 'utf8');
  await applyMigrations({
    databaseUrl: database.url,
    schemaFiles: [{ path: 'prisma/schema.prisma', text }],
    migrationsDir: 'prisma/migrations',
  });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function load(reset: boolean): Promise<TableLoaded[]> {
  const loaded: TableLoaded[] = [];
  for await (const one of loadSeed(client, { size: 'small', reset })) loaded.push(one);
  return loaded;
}

async function digests(): Promise<string[]> {
  const found: string[] = [];
  for (const { table } of allTables) {
    const { rows } = await client.query<{ digest: string }>(DIGEST(table));
    found.push(`${table} ${rows[0]?.digest}`);
  }
  return found;
}

describe('the seed', () => {
  it('fills each of the 66 tables, refuses a second time, and gives the same rows after a reset', async () => {
    const loaded = await load(false);
    expect(loaded).toHaveLength(66);
    expect(loaded.filter((one) => one.rows === 0)).toEqual([]);
    const first = await digests();
    await expect(load(false)).rejects.toBeInstanceOf(AlreadySeededError);
    await load(true);
    expect(await digests()).toEqual(first);
  });

  it('has a demo user with data, and a new user with none', async () => {
    const { rows } = await client.query<{ table: string }>(
      `SELECT c.relname AS table FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'userId'
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(rows.length).toBeGreaterThan(40);
    for (const { table } of rows) {
      const { rows: owners } = await client.query<{ userId: string | null }>(
        `SELECT DISTINCT "userId" FROM "${table}"`,
      );
      const ids = owners.map((owner) => owner.userId);
      expect(ids, table).toContain(DEMO_USER);
      expect(ids, table).not.toContain(NEW_USER);
    }
    const { rowCount } = await client.query('SELECT 1 FROM "users" WHERE "id" = $1', [NEW_USER]);
    expect(rowCount).toBe(1);
  });
});
