import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { postgresUrl, UNREADABLE_URL } from '../../prisma/connection-url';
import { readMigrationsDir } from '../../prisma/migrations-dir';
import { schemaOf } from './client';

/** Any number will do as long as nobody else uses it: `drift` in ASCII. */
const MIGRATION_LOCK = 0x6472696674;
const CONNECT_TIMEOUT_MS = 3_000;

const Applied = z.object({
  migration_name: z.string(),
  finished_at: z.date().nullable(),
  rolled_back_at: z.date().nullable(),
});
const Tables = z.array(z.object({ name: z.string() }));

/**
 * Brings the store to the end of its migrations, forwards only. Of several instances that start at once one does it and
 * the others wait for it.
 * @param storeUrl of a database that exists
 * @param projectRoot where `prisma/store` lies
 * @returns the names of the migrations that were applied now
 * @throws Error with a sentence where the place is somebody else's, or its history is newer than this code
 */
export async function migrateStore(storeUrl: string, projectRoot: string): Promise<string[]> {
  const folder = join(projectRoot, 'prisma', 'store');
  const { migrations } = await readMigrationsDir(join(folder, 'migrations'));
  const known = migrations.map(({ name }) => name);
  return withSession(storeUrl, async (client) => {
    // Mostly nothing is to be done, and then nobody waits for anybody.
    if ((await pendingIn(client, known)).length === 0) return [];
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const pending = await pendingIn(client, known);
    if (pending.length === 0) return [];
    await forgetCutOff(client);
    // The engine takes a while to load, and a start without migrations does not need it.
    const { applyMigrations } = await import('../../prisma/schema-engine');
    const path = join(folder, 'schema.prisma');
    return applyMigrations({
      databaseUrl: inItsSchema(storeUrl),
      schemaFiles: [{ path, text: await readFile(path, 'utf8') }],
      migrationsDir: join(folder, 'migrations'),
    });
  });
}

/** The engine writes names without their schema, so its connections must look in that one first. */
function inItsSchema(storeUrl: string): string {
  const url = new URL(storeUrl);
  const options = url.searchParams.get('options') ?? '';
  url.searchParams.set('options', `${options} -c search_path=${schemaOf(storeUrl)}`.trim());
  return url.href;
}

/** The migrations that lack, in order. */
async function pendingIn(client: pg.Client, known: readonly string[]): Promise<string[]> {
  const tables = Tables.parse(
    (
      await client.query(
        `SELECT c.relname::text AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm')`,
      )
    ).rows,
  ).map(({ name }) => name);
  if (!tables.includes('_prisma_migrations')) {
    const foreign = tables.find((name) => !name.startsWith('pg_'));
    if (foreign !== undefined) throw new Error(NOT_OURS(foreign));
    return [...known];
  }
  const rows = z
    .array(Applied)
    .parse(
      (await client.query('SELECT migration_name, finished_at, rolled_back_at FROM _prisma_migrations')).rows,
    );
  const names = rows.map((row) => row.migration_name);
  if (!names.some((name) => known.includes(name)) && rows.length > 0) {
    throw new Error(NOT_OURS(`the migration ${names[0]}`));
  }
  const newer = names.find((name) => !known.includes(name));
  if (newer !== undefined) {
    throw new Error(
      `The store was brought further by a newer Driftboard (its migration ${newer} is not known here): update this one, or give it another STORE_URL.`,
    );
  }
  const done = new Set(
    rows
      .filter((row) => row.finished_at !== null && row.rolled_back_at === null)
      .map((row) => row.migration_name),
  );
  return known.filter((name) => !done.has(name));
}

const NOT_OURS = (what: string) =>
  `The database of the store holds something else already (${what}): name an empty database, or an empty schema of one with ?schema=…, by STORE_URL.`;

/** A migration is one transaction, so of one that was cut off nothing is there but its row; we hold the lock, so nobody is at it. */
async function forgetCutOff(client: pg.Client): Promise<void> {
  const there = await client.query(`SELECT to_regclass('_prisma_migrations') AS name`);
  if (there.rows[0]?.name === null) return;
  await client.query(
    'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
}

async function withSession<T>(storeUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const schema = schemaOf(storeUrl);
  const made = postgresUrl(storeUrl, { search_path: schema });
  if (made === null) throw new Error(UNREADABLE_URL);
  const client = new pg.Client({
    connectionString: made.connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Another instance may be at it; longer than this no migration of a store takes.
    query_timeout: 60_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    if (schema !== 'public')
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
    return await work(client);
  } finally {
    // Its end lets go of the lock.
    await client.end();
  }
}
