import { z } from 'zod';

/** What a Redis server says of itself (INFO). */
export const CacheInfo = z.object({
  answers: z.literal(true),
  /** The address without its password. */
  url: z.string(),
  version: z.string(),
  pingMs: z.number(),
  uptimeSeconds: z.number(),
  /** All counters are since the server started, or since CONFIG RESETSTAT. */
  hits: z.number(),
  misses: z.number(),
  evictedKeys: z.number(),
  expiredKeys: z.number(),
  keys: z.number(),
  usedMemoryBytes: z.number(),
  /** 0 stands for no limit. */
  maxMemoryBytes: z.number(),
  evictionPolicy: z.string(),
});
export type CacheInfo = z.infer<typeof CacheInfo>;

/** One that is configured and does not answer, or what answers there is no Redis: with the reason as a sentence. */
export const CacheAway = z.object({ answers: z.literal(false), url: z.string(), reason: z.string() });
export type CacheAway = z.infer<typeof CacheAway>;

export const CacheServer = z.discriminatedUnion('answers', [CacheInfo, CacheAway]);
export type CacheServer = z.infer<typeof CacheServer>;

/**
 * What an answer's `x-cache` says: `hit`, that it lay ready, also where one of several caches had it or it was stale; or
 * that it was worked out, and whether the cache was passed by. Null for no such header and for any other word.
 */
export function cacheUseOf(headers: Readonly<Record<string, string>>): 'hit' | 'miss' | 'bypass' | null {
  const said = headers['x-cache'] ?? '';
  if (/hit|stale/i.test(said)) return 'hit';
  if (/bypass/i.test(said)) return 'bypass';
  return /miss|expired|refresh|revalidated/i.test(said) ? 'miss' : null;
}

/** One endpoint that answers with `x-cache`, asked cold and warm. */
export const CachedRead = z.object({
  /** The endpoint's id. */
  endpoint: z.string(),
  /** Time of the answers that were worked out (`miss`, `bypass`), and of those that said `hit`, in the order they were made. */
  missMs: z.array(z.number()),
  hitMs: z.array(z.number()),
  /** Why it could not be told, as a sentence: it never said `hit`, it failed; null where it could. */
  unmeasured: z.string().nullable(),
});
export type CachedRead = z.infer<typeof CachedRead>;

export const CacheReads = z.object({
  /** Endpoints that say `x-cache`; those that do not are not cached and not here. */
  reads: z.array(CachedRead),
  /** How many endpoints were asked to find them. */
  asked: z.number().int().nonnegative(),
});
export type CacheReads = z.infer<typeof CacheReads>;
