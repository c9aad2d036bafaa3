import { z } from 'zod';

/** How an answer came about: without a cache at all, or with one of a kind that had it not or had it. */
export const CACHE_WAYS = ['none', 'memory-miss', 'memory-hit', 'redis-miss', 'redis-hit'] as const;
export const CacheWay = z.enum(CACHE_WAYS);
export type CacheWay = z.infer<typeof CacheWay>;

/** What one way cost: milliseconds of each read in the order they were made, and statements and buffers for each read. */
export const MeasuredWay = z.object({
  way: CacheWay,
  ms: z.array(z.number()),
  statements: z.number(),
});
export type MeasuredWay = z.infer<typeof MeasuredWay>;

/** What `bench/cache/main.ts` writes. */
export const CacheBench = z.object({
  rounds: z.number().int(),
  routes: z.array(z.object({ path: z.string(), bytes: z.number(), ways: z.array(MeasuredWay) })),
  /** Buffers of the database for one read of every route, by way. */
  buffers: z.array(z.object({ way: CacheWay, perRound: z.number() })),
});
export type CacheBench = z.infer<typeof CacheBench>;
