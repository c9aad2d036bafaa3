import type { z } from 'zod';
import type { RouteDefinition } from '../definition';
import type { CacheUse } from './cache';
import { processCache, USER_TAG } from './process-cache';

type Asked = { request: Request; userId: string; query: unknown; fingerprint: string | undefined };

/**
 * The answer of a route from the cache, or by `compute`; `use` is null where the route is not cached at all. Rejects as
 * `compute` does. A request with `cache-control: no-cache` (or `no-store`) gets the truth of the moment, as HTTP has it
 * (RFC 9111, 5.2.1.4): health checks say so, since an answer from a cache would hide that the database is ill.
 */
export async function throughCache(
  definition: Pick<RouteDefinition<z.ZodType, z.ZodType>, 'path' | 'models' | 'response' | 'cache'>,
  { request, userId, query, fingerprint }: Asked,
  compute: () => Promise<unknown>,
): Promise<{ value: unknown; use: CacheUse | null }> {
  const cache = definition.cache === undefined || fingerprint === undefined ? null : await processCache();
  if (cache === null || definition.cache === undefined) return { value: await compute(), use: null };
  return cache.ask({
    // A new client is another key: what the former one answered, perhaps of another shape, it never reads.
    key: ['answer', fingerprint, definition.path, JSON.stringify([userId, sorted(query)])].join(':'),
    tags: [USER_TAG, ...definition.models],
    ttlMs: definition.cache.ttlMs,
    fresh: wantsFresh(request.headers),
    parse: (body) => {
      const parsed = definition.response.safeParse(body);
      return parsed.success ? parsed.data : undefined;
    },
    compute,
  });
}

/** Whether a request says that it wants no answer from a cache. */
export function wantsFresh(headers: Headers): boolean {
  return /\bno-(cache|store)\b|\bmax-age=0\b/i.test(
    `${headers.get('cache-control') ?? ''},${headers.get('pragma') ?? ''}`,
  );
}

/** The members of the parameters in the order of their names, so that one question has one key. */
function sorted(query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  return Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
}
