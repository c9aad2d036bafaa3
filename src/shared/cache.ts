import { z } from 'zod';

/** What a Redis server says of itself (INFO). */
export const CacheServer = z.object({
  /** The address without its password. */
  url: z.string(),
  version: z.string(),
  pingMs: z.number(),
  uptimeSeconds: z.number(),
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
export type CacheServer = z.infer<typeof CacheServer>;

/** One endpoint that answers with `x-cache`, asked cold and warm. */
export const CachedRead = z.object({
  /** The endpoint's id. */
  endpoint: z.string(),
  /** Time of the answers that said `miss`, and of those that said `hit`, in the order they were made. */
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
