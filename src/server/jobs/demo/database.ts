import pg from 'pg';
import type { z } from 'zod';
import { embeddedDataDir } from '../../config/running-services';
import { embeddedStatus } from '../../embedded/status';
import type { DemoContext } from './types';

/** Routes of the running application hold short locks only; a longer wait is somebody's open transaction. */
const LOCK_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 120_000;

/** Outside of what is watched: where demos put what they take away. */
export const ASIDE = 'driftboard_demo';

export type Sql = {
  run(sql: string): Promise<void>;
  rows<T>(sql: string, row: z.ZodType<T>, params?: unknown[]): Promise<T[]>;
};

/** Runs `work` on one connection that may write; only for the embedded database. */
export async function withDatabase<T>(context: DemoContext, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: await embeddedUrl(context),
    application_name: 'driftboard demo',
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    connectionTimeoutMillis: LOCK_TIMEOUT_MS,
  });
  // A connection that breaks while idle is reported by the next query; unhandled it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work({
      run: async (sql) => {
        await client.query(sql);
      },
      rows: async (sql, row, params) => {
        const result = await client.query(sql, params);
        return result.rows.map((one) => row.parse(one));
      },
    });
  } finally {
    await client.end();
  }
}

/** The same, in one transaction: all of it or nothing. */
export function inTransaction<T>(context: DemoContext, work: (sql: Sql) => Promise<T>): Promise<T> {
  return withDatabase(context, async (sql) => {
    await sql.run('BEGIN');
    try {
      const result = await work(sql);
      await sql.run('COMMIT');
      return result;
    } catch (error) {
      await sql.run('ROLLBACK');
      throw error;
    }
  });
}

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
const REFUSAL = 'Demos break things on purpose, so they run only on the embedded Americano';

/**
 * The URL of the embedded database.
 * @throws Error with a sentence unless the settings watch the embedded server itself, by host and port
 */
export async function embeddedUrl(context: DemoContext): Promise<string> {
  const { embedded, databaseUrl } = context.settings;
  if (!embedded || databaseUrl === null) {
    throw new Error(`${REFUSAL}: start it with driftboard up, without --database-url and DATABASE_URL.`);
  }
  const server = await (context.findEmbedded ?? (() => runningServer(context.dataDir)))();
  if (server === null) throw new Error(`${REFUSAL}, which is not running: start it with driftboard up.`);
  const url = new URL(databaseUrl);
  const port = Number(url.port || '5432');
  const sameHost =
    url.hostname === server.host || (LOCAL_HOSTS.has(url.hostname) && LOCAL_HOSTS.has(server.host));
  if (!sameHost || port !== server.port) {
    throw new Error(
      `${REFUSAL} at ${server.host}:${server.port}; the settings name ${url.hostname}:${port}, which stays as it is.`,
    );
  }
  return databaseUrl;
}

async function runningServer(dataDir: string): Promise<{ host: string; port: number } | null> {
  const status = await embeddedStatus(embeddedDataDir(dataDir));
  return status.running ? { host: '127.0.0.1', port: status.port } : null;
}

/** An identifier for SQL. */
export function quoted(...names: string[]): string {
  return names.map((name) => pg.escapeIdentifier(name)).join('.');
}
