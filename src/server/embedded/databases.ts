import pg from 'pg';
import { EmbeddedPostgresError, errorCode, messageOf } from './errors';

/** PostgreSQL's codes for a name that is taken: found before, or lost in a race with another session. */
const TAKEN = new Set(['42P04', '23505']);

/**
 * Creates a database if it is missing.
 * @param url a connection URL to any existing database of the server, as a role that may create databases
 * @returns whether it was created now
 */
export async function ensureDatabase(url: string, name: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1', [name]);
    if (found.rows.length > 0) return false;
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      return true;
    } catch (error) {
      if (TAKEN.has(errorCode(error) ?? '')) return false;
      throw new EmbeddedPostgresError(`The database "${name}" could not be created: ${messageOf(error)}.`);
    }
  });
}

/** Drops a database with whatever sessions are still on it; a missing one is no error. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** Runs `work` on one connection and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away between queries emits an error; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
