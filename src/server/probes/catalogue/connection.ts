import type pg from 'pg';
import { DatabaseError, type Target, targetOf } from './database-error';

/** Parameters of Prisma's connection URLs that pg would not know. */
const PRISMA_ONLY = [
  'schema',
  'connection_limit',
  'pool_timeout',
  'pgbouncer',
  'socket_timeout',
  'sslaccept',
];

/**
 * A connection URL as pg takes it, read-only and named `driftboard`.
 * @throws DatabaseError when it is no URL
 */
export function connectionConfig(
  databaseUrl: string,
  timeoutMs: number,
): { config: pg.ClientConfig; target: Target } {
  if (!URL.canParse(databaseUrl)) {
    throw new DatabaseError(
      'The database URL cannot be read: it must look like postgresql://user:password@host:5432/name, with special characters percent-encoded.',
      null,
    );
  }
  const url = new URL(databaseUrl);
  const isBehindPooler = url.searchParams.get('pgbouncer') === 'true';
  for (const name of PRISMA_ONLY) url.searchParams.delete(name);
  url.searchParams.delete('connect_timeout');
  // libpq tries without TLS too when sslmode says so; pg does not, and plain is what such servers mostly are.
  if (['prefer', 'allow'].includes(url.searchParams.get('sslmode') ?? '')) url.searchParams.delete('sslmode');
  if (url.searchParams.has('sslmode')) url.searchParams.set('uselibpqcompat', 'true');
  url.searchParams.set('application_name', 'driftboard');
  // PgBouncer refuses `options`; there the transaction's own READ ONLY must do.
  if (!isBehindPooler) {
    const readOnly = `-c default_transaction_read_only=on -c statement_timeout=${timeoutMs}`;
    url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} ${readOnly}`.trim());
  }
  // URLSearchParams writes a space as "+", which pg would keep as it stands; a "+" in the password is one.
  url.search = url.search.replaceAll('+', '%20');
  return {
    // The session's own time limit covers the connecting; pg's would speak first and say less.
    config: { connectionString: url.href },
    target: targetOf(url),
  };
}
