/** What to say of a database URL that is none. It does not repeat it: a password may stand in it. */
export const UNREADABLE_URL =
  'The database URL cannot be read: it must look like postgresql://user:password@host:5432/name, with special characters percent-encoded.';

/** Parameters that only Prisma's own engines know, and `connect_timeout`: our own limits cover the connecting. */
const PRISMA_ONLY = [
  'schema',
  'connection_limit',
  'pool_timeout',
  'pgbouncer',
  'socket_timeout',
  'sslaccept',
  'connect_timeout',
];

/** Whether the URL says that it leads to PgBouncer, which refuses the startup parameter `options`. */
export function isBehindPooler(url: URL): boolean {
  return url.searchParams.get('pgbouncer') === 'true';
}

/**
 * A connection URL as Prisma knows it, made into one for pg: the same for every connection that Driftboard opens. The
 * settings travel in the URL because pg lets the URL win over its other options.
 * @param settings of the session; behind PgBouncer they are not sent, and each transaction must make itself read-only
 * @param keep parameters of Prisma that stay, for a reader that takes them out of the URL itself
 * @returns null where it is no URL
 */
export function postgresUrl(
  databaseUrl: string,
  settings: Readonly<Record<string, string | number>>,
  keep: readonly string[] = [],
): { url: URL; connectionString: string; pooled: boolean } | null {
  if (!URL.canParse(databaseUrl)) return null;
  const url = new URL(databaseUrl);
  const parameters = url.searchParams;
  const pooled = isBehindPooler(url);
  for (const name of PRISMA_ONLY) if (!keep.includes(name)) parameters.delete(name);
  // libpq tries without TLS too when sslmode says so; pg does not, and plain is what such servers mostly are.
  if (['prefer', 'allow'].includes(parameters.get('sslmode') ?? '')) parameters.delete('sslmode');
  // Without it pg would take `require` for `verify-full`, which Prisma and libpq do not.
  if (parameters.has('sslmode')) parameters.set('uselibpqcompat', 'true');
  parameters.set('application_name', 'driftboard');
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  if (!pooled && options.length > 0)
    parameters.set('options', [parameters.get('options') ?? '', ...options].join(' ').trim());
  // URLSearchParams writes a space as "+", which pg would keep as it stands; a "+" in the password is one.
  url.search = url.search.replaceAll('+', '%20');
  return { url, connectionString: url.href, pooled };
}
