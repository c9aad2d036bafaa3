import pg from 'pg';
import { messageOf } from '../../embedded/errors';
import type { Structure } from './types';

/** A build that waits for the other session gives up after so long, and leaves its index as it then is. */
const GIVE_UP_MS = 200;

/** PostgreSQL's code for a lock that was not to be had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Makes an index that is not valid without touching the catalogue: its building is made to wait for another session
 * until it gives up. An old snapshot stops it when it is ready, a lock on the table before.
 * @returns why it could not be made so; null where it is
 */
export async function breakIndex(
  client: pg.Client,
  url: string,
  index: Structure['broken'][number],
): Promise<string | null> {
  const other = new pg.Client({ connectionString: url });
  other.on('error', () => undefined);
  await other.connect();
  try {
    await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await other.query(index.ready ? 'SELECT 1' : `LOCK TABLE ${index.table} IN ROW EXCLUSIVE MODE`);
    await client.query(`SET lock_timeout = ${GIVE_UP_MS}`);
    const build = index.sql.replace(/^(CREATE (?:UNIQUE )?INDEX) /, '$1 CONCURRENTLY ');
    await client.query(build);
    return 'The index could not be made in the state that it has: it came out valid';
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : null;
    return code === LOCK_NOT_AVAILABLE ? null : messageOf(error);
  } finally {
    await client.query('RESET lock_timeout').catch(() => undefined);
    await other.end().catch(() => undefined);
  }
}
