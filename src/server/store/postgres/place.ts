const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1', '']);

/** Server, database and schema that a URL leads to, in one spelling; null where it is no URL. */
function placeOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname, port, pathname, username, searchParams } = new URL(url);
  const host = LOOPBACK.has(hostname.toLowerCase()) ? 'localhost' : hostname.toLowerCase();
  const database = decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username);
  return JSON.stringify([host, port || '5432', database, searchParams.get('schema') ?? 'public']);
}

/**
 * Why a database must not be the store: it is the watched one, where the store's own tables would be drift. Null where
 * it may. Names that a resolver makes the same are not seen here; then the tables that are there are (`migrate.ts`).
 */
export function refusalOf(storeUrl: string, watchedUrl: string | null): string | null {
  const place = placeOf(storeUrl);
  if (watchedUrl === null || place === null || place !== placeOf(watchedUrl)) return null;
  return 'STORE_URL leads to the watched database itself, where the store’s tables would be drift: name a database of its own, or another schema of it with ?schema=….';
}
