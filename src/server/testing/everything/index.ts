import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { applyMigrations } from '../../prisma/schema-engine';
import { readSchemaFiles } from '../../probes/prisma/schema-files';

const FOLDER = path.join(process.cwd(), 'src', 'server', 'testing', 'everything');

/** The second schema of the tests: whatever Prisma's language has, and in its migrations what it has not. */
export const EVERYTHING = {
  /** A folder of several files. */
  schema: path.join(FOLDER, 'schema'),
  migrations: path.join(FOLDER, 'migrations'),
  config: path.join(FOLDER, 'prisma.config.ts'),
  /** The database schemas that it declares. */
  schemas: ['public', 'crm', 'Stock'],
  /** A schema that no embedded server can run (pgvector): for parsers only. */
  vectorSchema: path.join(FOLDER, 'parser-only', 'vector.prisma'),
};

/** Migrations that PostgreSQL 14 does not know what to do with. */
const SINCE_15 = /_since_postgresql_15$/;

/**
 * Makes the whole database: the migrations by Prisma's schema engine, then what prisma.config.ts marks as external.
 * @param databaseUrl of an empty database
 * @returns the folder whose migrations were applied, for `--migrations`: EVERYTHING.migrations, or on PostgreSQL 14 a
 * temporary copy without those that are too new for it, which `dispose` removes
 */
export async function createEverything(
  databaseUrl: string,
): Promise<{ migrationsDir: string; dispose(): Promise<void> }> {
  const [version] = await ask(databaseUrl, VERSION);
  const isOld = Number(version) < 150_000;
  const migrationsDir = isOld ? await withoutNewer() : EVERYTHING.migrations;
  const dispose = async () => {
    if (isOld) await rm(migrationsDir, { recursive: true, force: true });
  };
  try {
    const schemaFiles = await readSchemaFiles(EVERYTHING.schema);
    await applyMigrations({ databaseUrl, schemaFiles, migrationsDir });
    // Only now: Prisma begins no history in a database that has tables already.
    await ask(databaseUrl, await readFile(path.join(FOLDER, 'external.sql'), 'utf8'));
    return { migrationsDir, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

const VERSION = `SELECT current_setting('server_version_num')`;

/** Runs a text of SQL; the first row of an only statement. */
async function ask(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows?.[0] ?? [];
  } finally {
    await client.end();
  }
}

async function withoutNewer(): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'driftboard-everything-'));
  await cp(EVERYTHING.migrations, copy, { recursive: true, filter: (source) => !SINCE_15.test(source) });
  return copy;
}
