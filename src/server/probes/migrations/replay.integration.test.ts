import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../../shared/config';
import { type MigrationsReplay, placeKey } from '../../../shared/migrations';
import { stopEmbedded } from '../../embedded';
import { withTestServer } from '../../embedded/testing';
import { shadowDataDir } from '../../shadow/server-use';
import { testContext } from '../testing-context';
import { migrationsReplayProbe } from './replay';

let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-replay-'));
  dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-replay-data-'));
});
afterEach(async () => {
  await stopEmbedded(shadowDataDir(dataDir));
  for (const dir of [folder, dataDir]) await rm(dir, { recursive: true, force: true });
});

async function write(...scripts: string[]): Promise<void> {
  for (const [position, sql] of scripts.entries()) {
    const dir = path.join(folder, `${position + 1}_m`);
    await mkdir(dir, { recursive: true });
    await writeFile(path.join(dir, 'migration.sql'), sql);
  }
}

function read(settings: Partial<Settings> = {}) {
  const shadowDatabaseUrl = withTestServer().url('postgres');
  return migrationsReplayProbe.read(
    testContext({ migrations: folder, shadowDatabaseUrl, ...settings }, {}, dataDir),
  );
}

async function replay(...scripts: string[]): Promise<MigrationsReplay> {
  await write(...scripts);
  const answer = await read();
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value;
}

async function reason(...scripts: string[]): Promise<string> {
  await write(...scripts);
  const answer = await read();
  return answer.ok ? 'it was replayed' : answer.reason;
}

const shown = (replayed: MigrationsReplay, name: string) => {
  const table = replayed.schema.tables.find((one) => one.name === name);
  return { ...table, indexes: (table?.indexes ?? []).map((index) => index.name) };
};

describe('the replay of the migrations', () => {
  test('reads what they make, with the text and the line of each', async () => {
    const replayed = await replay(
      'CREATE TABLE "users" (\n  "id" int PRIMARY KEY,\n  "email" text\n);\nCREATE TYPE "Kind" AS ENUM (\'A\');',
      '-- für später\n\nCREATE INDEX i ON users (lower(email))\n  WHERE email IS NOT NULL;\nALTER TABLE users ADD COLUMN kind "Kind";\nALTER TYPE "Kind" ADD VALUE \'B\';',
    );
    expect(replayed.migrations).toEqual(['1_m', '2_m']);
    expect(replayed.server).toMatch(/^PostgreSQL \d+/);
    expect(replayed.schema.enums).toEqual([{ schema: 'public', name: 'Kind', values: ['A', 'B'] }]);
    expect(replayed.schema.tables[0]?.indexes).toMatchObject([
      {
        name: 'i',
        origin: 'migration',
        definition: 'CREATE INDEX i ON users (lower(email))\n  WHERE email IS NOT NULL;',
        source: { file: expect.stringMatching(/2_m\/migration.sql$/), line: 3 },
      },
      { name: 'users_pkey', source: { line: 2 } },
    ]);
    const line = (...key: Parameters<typeof placeKey>) => replayed.places?.[placeKey(...key)]?.line;
    expect(line('table', 'public', 'users')).toBe(1);
    expect(line('column', 'public', 'email', 'users')).toBe(3);
    expect(line('column', 'public', 'kind', 'users')).toBe(5);
    expect(line('enum', 'public', 'Kind')).toBe(5);
    expect(line('enum-value', 'public', 'B', 'Kind')).toBe(6);
    expect(replayed.notes).toEqual([]);
  });

  test('runs what cannot stand in one transaction', async () => {
    const replayed = await replay(
      "CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (a int, b k);",
      "ALTER TYPE k ADD VALUE 'b'; ALTER TABLE t ALTER b SET DEFAULT 'b';",
      'CREATE INDEX CONCURRENTLY one ON t (a); CREATE INDEX CONCURRENTLY two ON t (b);',
      'CREATE INDEX CONCURRENTLY alone ON t (a, b);',
    );
    expect(shown(replayed, 't').indexes.sort()).toEqual(['alone', 'one', 'two']);
    expect(replayed.notes).toEqual([
      expect.stringMatching(/2_m\/migration.sql cannot run in one transaction \(unsafe use of new value/),
      expect.stringMatching(/3_m\/migration.sql cannot run in one transaction \(CREATE INDEX CONCURRENTLY/),
    ]);
  });

  test('takes functions, DO blocks, comments and settings that a script leaves behind', async () => {
    const replayed = await replay(
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 1; RETURN NEW; END $$;
       CREATE TABLE t (a int); -- one; two
       DO $$ BEGIN EXECUTE 'CREATE INDEX made ON t (a)'; END $$;
       SELECT pg_catalog.set_config('search_path', '', false); SET statement_timeout = 0;`,
      "CREATE TABLE u (a int); SELECT repeat('x', 1000) FROM generate_series(1, 2000);",
      '-- nothing at all\n',
    );
    expect(replayed.schema.tables.map(({ name }) => name)).toEqual(['t', 'u']);
    expect(shown(replayed, 't').indexes).toEqual(['made']);
  });

  test('leaves out what a shadow database cannot have, and says so', async () => {
    const replayed = await replay(
      `CREATE EXTENSION IF NOT EXISTS "vector" WITH SCHEMA public VERSION '0.7.0'; CREATE TABLE t (a int);
ALTER TABLE t OWNER TO somebody; GRANT SELECT ON t TO nobody_here;
COPY t (a) FROM stdin;`,
    );
    expect(shown(replayed, 't').indexes).toEqual([]);
    expect(replayed.notes).toEqual([
      expect.stringMatching(
        /The shadow server \(PostgreSQL [\d.]+\) does not have the extension vector that .*1_m\/migration.sql:1 creates: set --shadow-database-url to a server that has it\./,
      ),
      expect.stringMatching(/migration.sql:2: a grant to nobody_here/),
      expect.stringMatching(/migration.sql:3: COPY is left out/),
    ]);
    expect(replayed.schema.extensions).toContainEqual({
      name: 'vector',
      schema: 'public',
      version: '0.7.0',
      source: { file: expect.any(String), line: 1 },
    });
  });

  test('says of tables in schemas that nobody watches that they are not compared', async () => {
    const replayed = await replay(
      'CREATE SCHEMA audit; CREATE TABLE audit.log (a int); CREATE TABLE t (a int);',
    );
    expect(replayed.schema.tables.map(({ name }) => name)).toEqual(['t']);
    expect(replayed.notes).toEqual([expect.stringContaining('tables or views in audit')]);
  });

  test('puts names without a schema where the connection URL says', async () => {
    await write('CREATE TABLE t (a int); CREATE INDEX i ON t (a);');
    const answer = await read({ databaseUrl: 'postgresql://u@h/d?schema=My%20app' });
    expect(answer.ok && answer.value.schema.tables).toMatchObject([
      { schema: 'My app', name: 't', source: { line: 1 }, indexes: [{ name: 'i', source: { line: 1 } }] },
    ]);
  });

  test.each([
    [
      'CREATE TABLE t (a int);\n\nCREATE TABLE u (\n  a int,\n  b nosuchtype\n);',
      /^The migration 1_m cannot be replayed: PostgreSQL refuses .*1_m\/migration.sql:5 with "type "nosuchtype" does not exist" \(42704\)\.$/,
    ],
    [
      'CREATE TABLE t (a int);\nCREATE TABLE t (a int);',
      /migration.sql:2 with "relation "t" already exists" \(42P07\)/,
    ],
    [
      'BEGIN; CREATE TABLE t (a int); COMMIT;\nDROP TABLE u;',
      /migration.sql with "table "u" does not exist"/,
    ],
    ['CREATE TABLE (;', /migration.sql:1 is no SQL that PostgreSQL's parser takes/],
    [
      'CREATE EXTENSION vector;\nCREATE TABLE t (v vector(3));',
      /migration.sql:2 with "type "vector" does not exist" \(42704\)\. The shadow server .* does not have the extension vector/,
    ],
    ["SELECT repeat('x', 1000000) FROM generate_series(1, 100);", /answers more than 64 MB/],
  ])('says where a script fails: %s', async (sql, sentence) => {
    expect(await reason(sql)).toMatch(sentence);
  });

  test('is remembered by the texts, and nothing of it by a failure', async () => {
    await write('CREATE TABLE t (a int);');
    const [first, second] = [await read(), await read()];
    expect(second.ok && first.ok && second.value).toEqual(first.ok && first.value);
    expect(second.evidence[0]?.answer).toContain('remembered');
    await write('CREATE TABLE t (a int, b int);');
    expect((await read()).evidence[0]?.answer).not.toContain('remembered');
    const kept = (await readdir(path.join(dataDir, 'cache'))).length;
    await write('DROP TABLE t;');
    expect((await read()).ok).toBe(false);
    expect(await readdir(path.join(dataDir, 'cache'))).toHaveLength(kept);
  });

  test('needs no setting, a folder with migrations, and files that can be read', async () => {
    expect(await read({ migrations: null })).toMatchObject({ ok: false, notConfigured: expect.any(String) });
    expect(await read()).toMatchObject({
      ok: false,
      notConfigured: expect.stringContaining('holds no migration'),
    });
    await mkdir(path.join(folder, '1_broken'));
    expect(await read()).toMatchObject({
      ok: false,
      reason: expect.stringContaining('1_broken/migration.sql'),
    });
  });

  test("replays Americano's migrations on the PostgreSQL that comes along, and starts none for the second time", async () => {
    await cp('prisma/migrations', folder, { recursive: true });
    const first = await read({ shadowDatabaseUrl: null });
    if (!first.ok) throw new Error(first.reason);
    expect(first.value.schema.tables.length).toBe(66);
    expect(first.value.notes).toEqual([]);
    await rm(shadowDataDir(dataDir), { recursive: true, force: true });
    const second = await read({ shadowDatabaseUrl: null });
    expect(second.ok && second.value).toEqual(first.value);
    expect(await readdir(path.join(dataDir, 'shadow'))).not.toContain('pg');
  });

  test('lets scripts reach nothing outside of the shadow database', async () => {
    await write(
      "COPY (SELECT 1) TO PROGRAM 'true';",
      "DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''true'''; END $$;",
    );
    const answer = await read({ shadowDatabaseUrl: null });
    expect(answer).toMatchObject({
      ok: false,
      reason: expect.stringContaining('permission denied to COPY to or from'),
    });
  });

  test('makes roles that grants name, and extensions that only a superuser may, on our own server', async () => {
    await write(
      'CREATE TABLE t (a int); GRANT SELECT ON t TO reader; CREATE POLICY p ON t TO writer USING (true);',
      'CREATE SCHEMA extensions; CREATE EXTENSION pgstattuple WITH SCHEMA extensions; CREATE EXTENSION pgcrypto;',
    );
    const answer = await read({ shadowDatabaseUrl: null });
    expect(answer).toMatchObject({ ok: true, value: { notes: [] } });
  });
});
