import { expect, it } from 'vitest';
import type { CacheBench, CacheWay } from '../../shared/cache-bench';
import { cacheText } from './cache-text';

const ms: Partial<Record<CacheWay, number>> = { none: 20, 'memory-miss': 21, 'memory-hit': 0.5 };
const figures: CacheBench = {
  rounds: 3,
  routes: ['/api/a', '/api/b'].map((path) => ({
    path,
    bytes: 2_500,
    ways: (['none', 'memory-miss', 'memory-hit'] as const).map((way) => {
      const each = ms[way] ?? 0;
      return { way, ms: [each, each, each], statements: way === 'memory-hit' ? 0 : 6 };
    }),
  })),
  buffers: [
    { way: 'none', perRound: 400 },
    { way: 'memory-miss', perRound: 400 },
    { way: 'memory-hit', perRound: 0 },
  ],
};

it('sets what was measured beside what was claimed, and leaves out what was not', () => {
  const text = cacheText(figures, { postgres: '18.4', redis: 'redis-server is not installed' });
  expect(text).toContain('Redis: redis-server is not installed. 3 rounds');
  expect(text).not.toContain('Redis, warm');
  expect(text).toMatch(
    /\| `a` +\| +2\.5 \| +20\.0 \/ 20\.0 \| +21\.0 \/ 21\.0 \| +0\.50 \/ 0\.50 \| +40\.0 × \|/,
  );
  expect(text).toMatch(/statements to the database +\| +12 \| +12 \| +0 \|/);
  expect(text).toMatch(/faster than without \(once claimed: Redis, 98 %\) \| +\| +-5\.0 % \| +97\.5 % \|/);
});
