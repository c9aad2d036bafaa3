/** Members of a URL that only Prisma's own engines know. */
const PRISMA_ONLY = ['connection_limit', 'pool_timeout', 'pgbouncer', 'socket_timeout'];

/**
 * The same database on a connection that cannot write: `default_transaction_read_only`, with limits on statements and
 * on waiting for locks. They travel in the URL because `pg` lets the URL win over its other options.
 * @throws Error with a sentence when the URL cannot be parsed; it does not repeat it
 */
export function readOnlyUrl(databaseUrl: string, statementTimeoutMs: number): string {
  if (!URL.canParse(databaseUrl)) {
    throw new Error(
      'The database URL cannot be parsed: it must look like postgresql://user:password@host:5432/name, with special characters percent-encoded.',
    );
  }
  const url = new URL(databaseUrl);
  for (const name of PRISMA_ONLY) url.searchParams.delete(name);
  const settings = [
    '-c default_transaction_read_only=on',
    `-c statement_timeout=${statementTimeoutMs}`,
    `-c lock_timeout=${statementTimeoutMs}`,
  ].join(' ');
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} ${settings}`.trim());
  url.searchParams.set('application_name', 'driftboard');
  // URLSearchParams writes a space as "+", which pg would keep as it stands; a "+" in the password is one.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}
