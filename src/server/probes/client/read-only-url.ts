import { postgresUrl, UNREADABLE_URL } from '../../prisma/connection-url';

/**
 * The same database on a connection that cannot write: `default_transaction_read_only`, with limits on statements and
 * on waiting for locks. Behind PgBouncer, which takes no such settings, whoever counts must do it in transactions that
 * are read-only themselves. `schema` and `pgbouncer` stay in the URL: the client's adapter and engine want them.
 * @throws Error with a sentence when the URL cannot be parsed; it does not repeat it
 */
export function readOnlyUrl(databaseUrl: string, statementTimeoutMs: number): string {
  const settings = {
    default_transaction_read_only: 'on',
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
  };
  const made = postgresUrl(databaseUrl, settings, ['schema', 'pgbouncer']);
  if (made === null) throw new Error(UNREADABLE_URL);
  return made.connectionString;
}
