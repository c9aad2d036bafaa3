import { describe, expect, it } from 'vitest';
import type { CachedRead } from '../shared/cache';
import { DEFAULT_THRESHOLDS } from '../shared/thresholds';
import { cacheReads } from './cache-reads';

const ID = 'GET /api/learning/articles';
const read = (over: Partial<CachedRead> = {}): CachedRead => ({
  endpoint: ID,
  missMs: [30, 28, 41],
  hitMs: [3, 2, 4],
  unmeasured: null,
  ...over,
});
const run = (reads: CachedRead[], thresholds = DEFAULT_THRESHOLDS) =>
  cacheReads.runWith({ 'cache.reads': { reads, asked: 15 } }, { ignore: [], thresholds });

describe('cold and warm reads', () => {
  it('clean: what comes from the cache is much faster', () => {
    expect(run([read()])).toEqual({ compared: 1, findings: [] });
  });

  it('near miss: exactly so many times as fast as is asked for', () => {
    expect(run([read({ missMs: [30, 30, 30], hitMs: [20, 20, 20] })]).findings).toEqual([]);
    // Busy for a moment: the middle is slow, and the best is not.
    expect(run([read({ missMs: [30, 30, 30], hitMs: [3, 60, 60] })]).findings).toEqual([]);
    // The way to the application takes most of it, whether it is cached or not.
    const fast = run([read({ missMs: [4, 5, 4], hitMs: [4, 4, 4] })]);
    expect(fast).toMatchObject({ compared: 0, findings: [] });
    expect(fast.nothingToCompare).toMatch(
      /1 cached read is not judged \(GET .*\): .*10 ms .* too fast to tell/,
    );
  });

  it('violation: no faster, with both times', () => {
    const { findings, compared } = run([read({ missMs: [30, 31, 40], hitMs: [25, 28, 29] })]);
    expect(compared).toBe(1);
    expect(findings).toMatchObject([
      {
        key: `cache.ineffective:${ID}`,
        severity: 'warning',
        subject: { kind: 'endpoint', name: ID },
        message: `${ID} takes 28 ms from its cache and 31 ms without it: less than 1.5 times as fast.`,
        expected: 'at most 21 ms from the cache',
      },
    ]);
  });

  it('violation: never from the cache, however often it is asked', () => {
    const [finding] = run([read({ missMs: [3, 2, 2, 3], hitMs: [] })]).findings;
    expect(finding?.message).toContain('never answered from its cache, though it was asked 4 times');
  });

  it('repaired: the same with a lower demand, or with a faster cache', () => {
    const slow = read({ missMs: [30, 31, 40], hitMs: [25, 28, 29] });
    expect(run([slow], { ...DEFAULT_THRESHOLDS, cacheMinimumGain: 1.1 }).findings).toEqual([]);
    expect(run([{ ...slow, hitMs: [10, 11, 9] }]).findings).toEqual([]);
  });

  it('missing observation: says of each read why it is not judged, and never passes for it', () => {
    expect(run([]).nothingToCompare).toBe(
      'None of 15 endpoints that answered says `x-cache`, so no read is known to be cached.',
    );
    const left = run([
      read({ missMs: [], hitMs: [], unmeasured: 'The time was over.' }),
      read({ hitMs: [2] }),
    ]);
    expect(left).toMatchObject({ compared: 0, findings: [] });
    expect(left.nothingToCompare).toContain('The time was over. 1 cached read is not judged');
    expect(run([read(), read({ endpoint: 'GET /b', hitMs: [1] })])).toMatchObject({
      compared: 1,
      leftOut: expect.stringContaining('(GET /b): Fewer than 3 cold and 3 warm answers'),
    });
  });
});
