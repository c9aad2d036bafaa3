import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseSchema, Index } from '../../../shared/database-schema';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { applyMigrations, emptyToSchemaDdl } from '../../prisma/schema-engine';
import { ddlToSchema } from '../../sql/ddl-to-schema';
import { loadSqlParser } from '../../sql/parser';
import { readSchemaFiles } from '../prisma/schema-files';
import { readCatalogue } from './catalogue';
import { openDatabaseSession } from './session';

const ROOT = process.cwd();
const SCHEMA = path.join(ROOT, 'prisma', 'schema.prisma');
const MIGRATIONS = path.join(ROOT, 'prisma', 'migrations');

/** What both sides know: no sizes, statistics, places and texts. */
function comparable(schema: DatabaseSchema) {
  const bare = (index: Index) => {
    const { sizeBytes: _size, definition: _text, origin: _origin, source: _source, ...rest } = index;
    return rest;
  };
  const byName = <T extends { name: string }>(list: T[]) =>
    [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
  return schema.tables.map((table) => ({
    ...table,
    rowEstimate: null,
    sizeBytes: null,
    columns: byName(table.columns.map(({ position: _position, ...column }) => column)),
    foreignKeys: byName(table.foreignKeys),
    indexes: byName(table.indexes.map(bare)),
  }));
}

async function observe(url: string, schemas = ['public'], defaultSchema = 'public'): Promise<DatabaseSchema> {
  const session = await openDatabaseSession({
    databaseUrl: url,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
  });
  try {
    return (await readCatalogue(session, schemas, defaultSchema)).schema;
  } finally {
    await session.close();
  }
}

describe('Americano', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    await loadSqlParser();
    database = await createTestDatabase('americano');
  });
  afterAll(() => database?.drop());

  test('what schema.prisma declares is what its migrations make, cell by cell', async () => {
    const files = await readSchemaFiles(SCHEMA);
    await applyMigrations({ databaseUrl: database.url, schemaFiles: files, migrationsDir: MIGRATIONS });
    const expected = ddlToSchema((await emptyToSchemaDdl(files)).sql);
    const observed = await observe(database.url);

    expect(expected.notes).toEqual([]);
    expect(observed.enums).toEqual(expected.schema.enums);
    const declared = new Set(
      expected.schema.tables.flatMap((table) => table.indexes.map((index) => index.name)),
    );
    const ofModels = comparable(observed)
      .filter((table) => table.name !== '_prisma_migrations')
      .map((table) => ({ ...table, indexes: table.indexes.filter((index) => declared.has(index.name)) }));
    expect(ofModels).toEqual(comparable(expected.schema));
    expect(observed.tables).toHaveLength(expected.schema.tables.length + 1);
  });
});

const ODD = path.join(ROOT, 'src', 'server', 'probes', 'catalogue', 'testing', 'odd.prisma');

describe('a schema of Prisma 6 with odd things', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    await loadSqlParser();
    database = await createTestDatabase('odd');
  });
  afterAll(() => database?.drop());

  test('the tables that its DDL makes are those that are expected', async () => {
    const { sql, notes } = await emptyToSchemaDdl(await readSchemaFiles(ODD));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // The server has no citext: a domain of that name stands for the extension's type.
    const citext = await client.query("SELECT 1 FROM pg_available_extensions WHERE name = 'citext'");
    const script =
      citext.rowCount === 0
        ? sql.replace(/CREATE EXTENSION IF NOT EXISTS "citext"[^;]*;/, 'CREATE DOMAIN citext AS text;')
        : sql;
    await client.query(script);
    await client.end();

    const expected = ddlToSchema(sql);
    const observed = await observe(database.url, ['base', 'public']);
    expect(notes).toHaveLength(3);
    expect(expected.notes).toEqual([]);
    expect(observed.enums).toEqual(expected.schema.enums);
    expect(comparable(observed)).toEqual(comparable(expected.schema));
    expect(expected.schema.schemas).toEqual(['base', 'public']);
    expect(expected.schema.tables.map((table) => table.name)).toContain('_LabelToOdd');
  });
});

describe('a connection whose schema is not public', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    await loadSqlParser();
    database = await createTestDatabase('elsewhere');
  });
  afterAll(() => database?.drop());

  test('functions and types are the same with the schema and without it', async () => {
    const sql = `
      CREATE TYPE "Kind" AS ENUM ('a', 'b');
      CREATE TABLE t (
        id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
        code text NOT NULL DEFAULT make_code(),
        "kind" "Kind" NOT NULL DEFAULT (lower('A'))::"Kind",
        kinds "Kind"[] DEFAULT ARRAY['a']::"Kind"[]
      );
      CREATE INDEX i ON t ((clean(code))) WHERE "kind" = 'a'::"Kind" AND clean(code) <> '';`;
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`
      CREATE SCHEMA app; CREATE SCHEMA extensions;
      CREATE FUNCTION extensions.uuid_generate_v4() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';
      CREATE FUNCTION app.make_code() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
      CREATE FUNCTION app.clean(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      SET search_path = app, extensions;`);
    await client.query(sql);
    await client.end();
    const expected = ddlToSchema(sql, 'app');
    const observed = await observe(database.url, ['app'], 'app');
    expect(observed.enums).toEqual(expected.schema.enums);
    expect(comparable(observed)).toEqual(comparable(expected.schema));
  });
});
