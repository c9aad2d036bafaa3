import type { CachedRead, CacheInfo } from '@/shared/cache';
import { percentile } from '@/shared/latency';

/** Of the lookups of a cache those that it answered, 0 to 1; null where it was never asked. */
export function hitRate({ hits, misses }: Pick<CacheInfo, 'hits' | 'misses'>): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses);
}

/** A read that is cached: the middle of its times, cold and warm, and how many times as fast warm is. */
export type ReadTimes = {
  endpoint: string;
  coldMs: number | null;
  warmMs: number | null;
  factor: number | null;
  unmeasured: string | null;
};

/** The times of a cached read. Null where nobody measured it, which `unmeasured` explains. */
export function readTimes({ endpoint, missMs, hitMs, unmeasured }: CachedRead): ReadTimes {
  const coldMs = percentile(missMs, 0.5);
  const warmMs = percentile(hitMs, 0.5);
  const factor = coldMs === null || warmMs === null || warmMs <= 0 ? null : coldMs / warmMs;
  return { endpoint, coldMs, warmMs, factor, unmeasured };
}
