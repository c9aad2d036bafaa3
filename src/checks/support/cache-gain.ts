import type { CachedRead } from '../../shared/cache';

/** Fewer answers of a kind say nothing of how long it usually takes. */
export const FEWEST_READS = 3;

/** The middle one by size; of an even number the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/**
 * Whether a warm read is so many times as fast as a cold one, by the middle or by the best of the warm ones: a machine that
 * was busy for a moment makes any warm read slow, and none fast.
 */
export function isFaster({ missMs, hitMs }: Pick<CachedRead, 'missMs' | 'hitMs'>, gain: number): boolean {
  return Math.min(median(hitMs), ...hitMs) * gain <= median(missMs);
}
