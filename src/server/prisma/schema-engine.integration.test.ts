import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { readOnlyQueries } from './read-only-queries';
import {
  applyMigrations,
  diagnoseMigrationHistory,
  diffDatabaseToSchema,
  readMigrationsDir,
  SchemaEngineError,
  type SchemaFile,
} from './schema-engine';

const MIGRATIONS_DIR = 'prisma/migrations';
const TABLES = `SELECT count(*)::int AS n FROM pg_catalog.pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`;
const ENUMS = `SELECT count(DISTINCT e.enumtypid)::int AS n FROM pg_catalog.pg_enum e
  JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid WHERE t.typnamespace = 'public'::regnamespace`;
const STRATEGIC = `SELECT count(*)::int AS n FROM pg_catalog.pg_class c
  WHERE c.relkind = 'i' AND c.relname LIKE 'idx\\_%' AND c.relname <> 'idx_reviews_user_reviewed_at'`;

async function americano(): Promise<SchemaFile[]> {
  return [{ path: 'prisma/schema.prisma', text: await readFile('prisma/schema.prisma', 'utf8') }];
}

async function count(databaseUrl: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>(sql);
    return rows[0]?.n ?? -1;
  } finally {
    await client.end();
  }
}

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('engine');
});
afterEach(() => database.drop());

describe('the schema engine on a real database', () => {
  it('applies the whole history, which leads exactly to the schema', async () => {
    const input = {
      databaseUrl: database.url,
      schemaFiles: await americano(),
      migrationsDir: MIGRATIONS_DIR,
    };
    const { migrations } = await readMigrationsDir(MIGRATIONS_DIR);
    expect((await diagnoseMigrationHistory(input)).sentence).toMatch(
      /^Following migrations have not yet been/,
    );
    expect(await applyMigrations(input)).toEqual(migrations.map((migration) => migration.name));
    expect(await applyMigrations(input)).toEqual([]);
    const diagnosis = await diagnoseMigrationHistory(input);
    expect(diagnosis).toMatchObject({ hasMigrationsTable: true, history: null, failedMigrationNames: [] });
    expect(diagnosis.sentence).toBe('Database schema is up to date!');
    expect(await count(database.url, TABLES)).toBe(67);
    expect(await count(database.url, ENUMS)).toBe(51);
    expect(await count(database.url, STRATEGIC)).toBe(27);
    const { sql } = await diffDatabaseToSchema(input);
    const statements = sql.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
    // It does not know the strategic indexes, and would drop them; it must see nothing else.
    expect(statements.filter((line) => !/^DROP INDEX "(public"\.")?idx_/.test(line))).toEqual([]);
  });

  it('reads behind PgBouncer in transactions that are read-only themselves', async () => {
    const input = { schemaFiles: await americano(), migrationsDir: MIGRATIONS_DIR };
    await applyMigrations({ ...input, databaseUrl: database.url });
    const pooled = new URL(database.url);
    pooled.searchParams.set('pgbouncer', 'true');
    const diagnosis = await diagnoseMigrationHistory({ ...input, databaseUrl: pooled.href });
    expect(diagnosis.sentence).toBe('Database schema is up to date!');
    const [direct, through] = await Promise.all(
      [database.url, pooled.href].map((databaseUrl) => diffDatabaseToSchema({ ...input, databaseUrl })),
    );
    expect(through).toEqual(direct);
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    try {
      const readOnly = readOnlyQueries(pool, 5_000);
      await expect(readOnly.query('CREATE TABLE x (a int)')).rejects.toThrow(/read-only transaction/);
      expect((await readOnly.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await expect(readOnly.connect()).rejects.toThrow(/PgBouncer/);
      // Nothing of it stays with the connection, which PgBouncer gives to others.
      const { rows } = await pool.query('SHOW transaction_read_only');
      expect(rows).toEqual([{ transaction_read_only: 'off' }]);
    } finally {
      await pool.end();
    }
  });

  it('names a migration that was edited, and one that failed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'driftboard-migrations-'));
    try {
      const schemaFiles = [{ path: 'a.prisma', text: 'datasource db {\n  provider = "postgresql"\n}\n' }];
      await cp(path.join(MIGRATIONS_DIR, 'migration_lock.toml'), path.join(folder, 'migration_lock.toml'));
      const input = { databaseUrl: database.url, schemaFiles, migrationsDir: folder };
      const script = `CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;`;
      await writeMigration(folder, '20260101000000_one', script);
      expect(await applyMigrations(input)).toEqual(['20260101000000_one']);
      await writeMigration(folder, '20260101000000_one', `${script}\n-- edited`);
      await writeMigration(folder, '20260102000000_two', 'CREATE TABLE broken (nonsense nonsense);');
      await expect(applyMigrations(input)).rejects.toThrow(
        /^The migration 20260102000000_two failed\. .*nonsense.*$/s,
      );
      const { sentence, ...diagnosis } = await diagnoseMigrationHistory(input);
      expect(diagnosis.editedMigrationNames).toEqual(['20260101000000_one']);
      expect(diagnosis.failedMigrationNames).toEqual(['20260102000000_two']);
      expect(sentence).toContain('Following migration has failed: 20260102000000_two.');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says why it cannot read, and shows no password', async () => {
    const url = new URL(database.url);
    url.password = 'not-the-password';
    const attempt = diffDatabaseToSchema({ databaseUrl: url.href, schemaFiles: await americano() });
    await expect(attempt).rejects.toBeInstanceOf(SchemaEngineError);
    await expect(attempt).rejects.toThrow(/uthentication/);
    await expect(attempt).rejects.not.toThrow(/not-the-password/);
    const unparsable = diffDatabaseToSchema({ databaseUrl: 'nonsense', schemaFiles: [] });
    await expect(unparsable).rejects.toThrow(/cannot be read/);
  });
});

async function writeMigration(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
}
