import type pg from 'pg';
import { postgresUrl, UNREADABLE_URL } from '../../prisma/connection-url';
import { DatabaseError, type Target, targetOf } from './database-error';

/**
 * A connection URL as pg takes it, read-only and named `driftboard`. Behind PgBouncer the transaction's own READ ONLY
 * must do.
 * @throws DatabaseError when it is no URL
 */
export function connectionConfig(
  databaseUrl: string,
  timeoutMs: number,
): { config: pg.ClientConfig; target: Target; pooled: boolean } {
  const made = postgresUrl(databaseUrl, {
    default_transaction_read_only: 'on',
    statement_timeout: timeoutMs,
  });
  if (made === null) throw new DatabaseError(UNREADABLE_URL, null);
  return {
    // The session's own time limit covers the connecting; pg's would speak first and say less.
    config: { connectionString: made.connectionString },
    target: targetOf(made.url),
    pooled: made.pooled,
  };
}
