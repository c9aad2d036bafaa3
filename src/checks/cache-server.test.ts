import { describe, expect, it } from 'vitest';
import type { CacheInfo, CacheReads, CacheServer } from '../shared/cache';
import { cacheServer } from './cache-server';
import { anError, answers, aTry, declare } from './testing/client-builders';
import type { Observed } from './types';

const URL = 'redis://cache:6379';
const server = (over: Partial<CacheInfo> = {}): CacheInfo => ({
  answers: true,
  url: URL,
  version: '7.0.15',
  pingMs: 0.3,
  uptimeSeconds: 86_400,
  hits: 9_000,
  misses: 1_000,
  evictedKeys: 0,
  expiredKeys: 900,
  keys: 120,
  usedMemoryBytes: 40_000_000,
  maxMemoryBytes: 100_000_000,
  evictionPolicy: 'allkeys-lru',
  ...over,
});
const away: CacheServer = { answers: false, url: URL, reason: 'Nothing listens there.' };
const run = (observed: CacheServer, beside: Partial<Observed> = {}) =>
  cacheServer.runWith({ 'cache.server': observed, ...beside }, { ignore: [] });
const rules = (observed: CacheServer, beside: Partial<Observed> = {}) =>
  run(observed, beside).findings.map(({ rule }) => rule);

describe('a server of a cache', () => {
  it('clean: it answers, has room, and finds its keys', () => {
    expect(run(server())).toEqual({ compared: 1, findings: [] });
  });

  it('near miss: nearly full, a few driven out, half of the lookups in vain, or too few of them', () => {
    expect(rules(server({ evictionPolicy: 'noeviction', usedMemoryBytes: 94_999_999 }))).toEqual([]);
    expect(rules(server({ usedMemoryBytes: 100_000_000, evictedKeys: 499 }))).toEqual([]);
    expect(rules(server({ hits: 500, misses: 500 }))).toEqual([]);
    expect(rules(server({ hits: 0, misses: 999, evictedKeys: 999 }))).toEqual([]);
    // Without a limit nothing is driven out for room: what the counter says is of before it was lifted.
    expect(rules(server({ maxMemoryBytes: 0, evictedKeys: 9_000 }))).toEqual([]);
  });

  it('violation: full with noeviction, which refuses writes, or driving out what it keeps', () => {
    const full = run(server({ evictionPolicy: 'noeviction', usedMemoryBytes: 95_000_000 })).findings;
    expect(full).toMatchObject([{ key: `cache.evicting:${URL}`, severity: 'warning' }]);
    expect(full[0]?.message).toContain('(95.0 MB of 100.0 MB)');
    const [driven] = run(server({ evictedKeys: 500 })).findings;
    expect(driven?.message).toContain('500 keys in 10000 lookups (5.0 %)');
  });

  it('violation: keys are not found, unless a route is seen to gain by the cache', () => {
    const seldom = server({ hits: 499, misses: 501 });
    expect(run(seldom).findings[0]?.message).toContain('49.9 % found their key, less than 50.0 %');
    const reads = (hitMs: number[]): CacheReads => ({
      asked: 1,
      reads: [{ endpoint: 'GET /a', missMs: [30, 30, 30], hitMs, unmeasured: null }],
    });
    expect(rules(seldom, { 'cache.reads': reads([3, 3, 3]) })).toEqual([]);
    expect(rules(seldom, { 'cache.reads': reads([29, 29, 29]) })).toEqual(['cache.ineffective']);
  });

  it('violation: away, a warning where the application works without it and an error where routes fail', () => {
    const route = declare('/api/goals');
    const well = run(away, { 'endpoints.results': answers([route, [aTry({})]]) }).findings[0];
    expect(well).toMatchObject({ rule: 'cache.unreachable', severity: 'warning', impact: 'performance' });
    expect(well?.message).toContain('works without it: none of 1 endpoint fails. Nothing listens there.');
    const ill = answers([route, [anError(500, 'ECONNREFUSED', 'x')]], [declare('/b'), [aTry({})]]);
    expect(run(away, { 'endpoints.results': ill }).findings[0]).toMatchObject({
      severity: 'error',
      impact: 'read',
      message: expect.stringContaining('1 of 2 endpoints of the application fails meanwhile'),
    });
  });

  it('repaired: it answers again', () => {
    expect(rules(away)).toEqual(['cache.unreachable']);
    expect(rules(server())).toEqual([]);
  });

  it('missing observation: without the endpoints it does not claim that the application works', () => {
    expect(run(away).findings[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('whether the application works without it was not seen'),
    });
    expect(() => cacheServer.runWith({}, { ignore: [] })).toThrow('called without all of cache.server');
  });
});
