import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { type DelegateRun, runDelegates } from './delegate-run';
import { createTestApplication, TEST_TABLES, type TestApplication, testSchema } from './testing';

let database: TestDatabase;
let application: TestApplication;

beforeAll(async () => {
  database = await createTestDatabase('delegates');
  await sql(TEST_TABLES);
  application = await createTestApplication();
  await application.generate();
});
afterAll(async () => {
  await application?.remove();
  await database?.drop();
});

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

const tried = (...names: string[]) => names.map((name) => ({ name, counted: true, estimate: null }));

const clientIn = (dir: string) =>
  ({
    name: 'client',
    dir,
    layout: 'prisma-client',
    entry: 'client.ts',
    version: '7.10.0',
    engineType: 'client',
  }) as const;

function run(change: Partial<DelegateRun> = {}) {
  return runDelegates({
    client: clientIn(application.client),
    resolveDir: application.client,
    models: tried('User', 'Post'),
    databaseUrl: database.url,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    projectRoot: findProjectRoot(),
    dataDir: application.dataDir,
    ...change,
  });
}

describe('runDelegates', () => {
  it('counts through each delegate and leaves no file behind', async () => {
    expect(await run()).toMatchObject({
      ok: true,
      report: {
        results: [
          { model: 'User', ok: true, count: 2 },
          { model: 'Post', ok: true, count: 3 },
        ],
      },
    });
    expect(await readdir(join(application.dataDir, 'build'))).toEqual([]);
  });

  it('counts in read-only transactions behind PgBouncer', async () => {
    const pooled = new URL(database.url);
    pooled.searchParams.set('pgbouncer', 'true');
    expect(await run({ databaseUrl: pooled.href, models: tried('User', 'Post', 'Goal') })).toMatchObject({
      ok: true,
      report: { results: [{ count: 2 }, { count: 3 }, { errorCode: 'missing-delegate' }] },
    });
  });

  it('tells a privilege that lacks from a table that lacks', async () => {
    const role = `reader_${database.name}`.slice(0, 63);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'reader';
    await sql(`CREATE ROLE "${role}" LOGIN PASSWORD 'reader'; GRANT SELECT ON users TO "${role}"`);
    try {
      expect(await run({ databaseUrl: url.href })).toMatchObject({
        report: { results: [{ ok: true }, { ok: false, errorCode: 'permission-denied' }] },
      });
      await sql(`REVOKE SELECT ON users FROM "${role}"`);
      expect(await run({ databaseUrl: url.href })).toMatchObject({
        report: { results: [{ errorCode: 'permission-denied' }, { errorCode: 'permission-denied' }] },
      });
    } finally {
      await sql(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    }
  });

  it('names a model that the client does not know', async () => {
    expect(await run({ models: tried('User', 'Goal') })).toMatchObject({
      report: { results: [{ ok: true }, { model: 'Goal', errorCode: 'missing-delegate' }] },
    });
  });

  it('names the table that lacks in the database', async () => {
    await sql('ALTER TABLE posts RENAME TO posts_away');
    try {
      expect(await run()).toMatchObject({
        report: {
          results: [
            { ok: true },
            { ok: false, errorCode: 'P2021', message: expect.stringContaining('posts') },
          ],
        },
      });
    } finally {
      await sql('ALTER TABLE posts_away RENAME TO posts');
    }
  });

  it('gives a count that waits for a lock up in time, and keeps the others', async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE posts IN ACCESS EXCLUSIVE MODE');
    try {
      const answer = await run({ timeoutMs: 6_000 });
      expect(answer).toMatchObject({
        report: {
          results: [
            { model: 'User', ok: true },
            { model: 'Post', ok: false, errorCode: 'timeout' },
          ],
        },
      });
    } finally {
      await holder.end();
    }
  });

  it('says that the database is not there, and never repeats the password', async () => {
    const away = new URL(database.url);
    away.port = '1';
    expect(await run({ databaseUrl: away.href })).toMatchObject({ ok: false, kind: 'database' });
    const wrong = new URL(database.url);
    wrong.password = 'not-the-password';
    const answer = await run({ databaseUrl: wrong.href });
    expect(answer).toMatchObject({ ok: false, kind: 'database' });
    expect(JSON.stringify(answer)).not.toContain('not-the-password');
  });

  it('ends the child at the limit and at an abort', async () => {
    await expect(run({ timeoutMs: 100 })).rejects.toThrow('was not imported within 200 ms');
    await expect(run({ signal: AbortSignal.abort() })).rejects.toThrow('cancelled');
  });

  it('counts through a client of the JavaScript layout', async () => {
    const other = await createTestApplication(testSchema('prisma-client-js'));
    try {
      await other.generate();
      const client = { ...clientIn(other.client), layout: 'prisma-client-js', entry: 'index.js' } as const;
      expect(await run({ client, resolveDir: other.client })).toMatchObject({
        report: { results: [{ count: 2 }, { count: 3 }] },
      });
    } finally {
      await other.remove();
    }
  });

  it('says which file of a broken client cannot be imported', async () => {
    const broken = await createTestApplication();
    try {
      await broken.generate();
      const client = clientIn(broken.client);
      await writeFile(join(broken.client, 'enums.ts'), 'export const = 1');
      expect(await run({ client })).toMatchObject({
        ok: false,
        kind: 'import',
        message: expect.stringMatching(/cannot be imported: .*enums\.ts:1/),
      });
      await writeFile(join(broken.client, 'enums.ts'), 'throw new Error("half of it is missing")');
      expect(await run({ client })).toMatchObject({
        ok: false,
        kind: 'import',
        message: 'half of it is missing',
      });
      await rm(join(broken.client, 'internal', 'class.ts'));
      expect(await run({ client })).toMatchObject({
        kind: 'import',
        message: expect.stringContaining('internal/class'),
      });
    } finally {
      await broken.remove();
    }
  });
});
