import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasRedis,
  NO_REDIS,
  type RedisForTests,
  startRedis,
  startRubbish,
} from '@/server/testing/redis-server';
import { type Cache, type CacheQuestion, createCache } from './cache';
import { createRedisStore, RedisResting } from './redis-store';
import type { CacheStore } from './store';

const REST_MS = 60;
let computed = 0;
const question = (over: Partial<CacheQuestion<unknown>> = {}): CacheQuestion<unknown> => ({
  key: 'answer',
  tags: ['User', 'Article'],
  ttlMs: 30_000,
  fresh: false,
  parse: (body) => body,
  compute: async () => {
    computed += 1;
    return { count: computed };
  },
  ...over,
});

const opened: CacheStore[] = [];
function open(
  url: string,
  restMs = REST_MS,
  limitMs = 10_000,
): { cache: Cache; store: CacheStore; faults: unknown[]; changes: unknown[] } {
  const changes: unknown[] = [];
  const faults: unknown[] = [];
  // A busy machine must not look like a Redis that hangs.
  const limits = { connectMs: limitMs, commandMs: limitMs };
  const onChange = (fault: unknown) => changes.push(fault);
  const store = createRedisStore(url, { prefix: 'test:', restMs, limits, onChange });
  opened.push(store);
  return {
    cache: createCache(store, { holdMs: 30_000, onFault: (fault) => faults.push(fault) }),
    store,
    faults,
    changes,
  };
}
afterAll(() => Promise.all(opened.map((store) => store.close())));

/** Asks until the answer is of this use: what waits for the breaker has no fixed time. */
async function until(cache: Cache, use: string, over: Partial<CacheQuestion<unknown>> = {}): Promise<void> {
  await expect
    .poll(async () => (await cache.ask(question(over))).use, { timeout: 20_000, interval: 20 })
    .toBe(use);
}

describe.skipIf(!hasRedis)(`on a real Redis${NO_REDIS}`, () => {
  let redis: RedisForTests;
  beforeAll(async () => {
    redis = await startRedis({ requirepass: 'sesame-word' });
  });
  afterAll(() => redis.remove());

  it('keeps answers for all processes, and none past a write', async () => {
    const [one, other] = [open(redis.url).cache, open(redis.url).cache];
    const first = await one.ask(question());
    expect(first.use).toBe('miss');
    expect(await other.ask(question())).toEqual({ value: first.value, use: 'hit' });
    expect((await other.ask(question({ fresh: true }))).use).toBe('bypass');
    await other.invalidate(['Article']);
    expect((await one.ask(question())).use).toBe('miss');
    await one.invalidate(['Goal']);
    expect((await one.ask(question())).use).toBe('hit');
    // Nothing stays for ever: each key has a lifetime.
    const keys = await redis.command('KEYS', 'test:*');
    expect(keys).toHaveLength(3);
    for (const key of Array.isArray(keys) ? keys : [])
      expect(await redis.command('PTTL', String(key))).toBeGreaterThan(0);
  });

  it('an answer that was begun before a write of another process is not kept for after it', async () => {
    const [reader, writer] = [open(redis.url).cache, open(redis.url).cache];
    const key = 'race';
    const slow = await reader.ask(
      question({
        key,
        compute: async () => {
          await writer.invalidate(['Article']);
          return 'before the write';
        },
      }),
    );
    expect(slow).toEqual({ value: 'before the write', use: 'miss' });
    expect(await reader.ask(question({ key, compute: async () => 'after it' }))).toEqual({
      value: 'after it',
      use: 'miss',
    });
  });

  it('rubbish under the key is passed over', async () => {
    const { cache } = open(redis.url);
    await cache.ask(question({ key: 'soiled' }));
    await redis.command('SET', 'test:soiled', '{"marks":');
    expect((await cache.ask(question({ key: 'soiled' }))).use).toBe('miss');
    await redis.command('DEL', 'test:soiled');
    await redis.command('LPUSH', 'test:soiled', 'a list');
    expect((await cache.ask(question({ key: 'soiled' }))).use).toBe('miss');
  });

  it('does without it when it is killed in the middle, and takes it up again', async () => {
    const { cache, changes } = open(redis.url);
    await until(cache, 'hit');
    await redis.kill();
    expect((await cache.ask(question())).use).toBe('bypass');
    expect((await cache.ask(question())).use).toBe('bypass');
    await redis.start();
    await until(cache, 'hit');
    // Told once that it is away, and once that it is back.
    expect(changes).toHaveLength(2);
    expect(changes.at(-1)).toBeNull();
  });

  it('waits once for one that hangs, and not at each request', async () => {
    const { cache, store, changes } = open(redis.url, 60_000, 400);
    await until(cache, 'hit');
    redis.hang();
    try {
      expect((await cache.ask(question())).use).toBe('bypass');
      expect(String(changes[0])).toMatch(/did not answer within 400 ms/);
      await expect(store.read(['a'])).rejects.toThrow(RedisResting);
      // One that never answered is not waited for either.
      const late = open(redis.url, 60_000, 400);
      expect((await late.cache.ask(question())).use).toBe('bypass');
      expect(String(late.changes[0])).toMatch(/was not ready within 400 ms/);
      await expect(late.store.read(['a'])).rejects.toThrow(RedisResting);
    } finally {
      redis.goOn();
    }
  });

  it('what could not be made worthless is not read afterwards', async () => {
    const { cache } = open(redis.url, REST_MS, 400);
    await until(cache, 'hit');
    redis.hang();
    await cache.invalidate(['Article']);
    redis.goOn();
    await new Promise((resolve) => setTimeout(resolve, 3 * REST_MS));
    for (let times = 0; times < 5; times += 1) expect((await cache.ask(question())).use).toBe('bypass');
  });

  it('does without it when the password is wrong, and never says it', async () => {
    const { cache, changes, faults } = open(redis.url.replace('sesame-word', 'other-word'));
    expect((await cache.ask(question())).use).toBe('bypass');
    expect(String(changes[0])).toContain('WRONGPASS');
    expect([...changes, ...faults].map(String).join()).not.toMatch(/other-word|sesame-word/);
  });

  it('a full memory refuses what is new; what lies there is still read, and made worthless', async () => {
    const { cache, changes } = open(redis.url);
    await until(cache, 'hit');
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      expect((await cache.ask(question())).use).toBe('hit');
      expect(await cache.ask(question({ key: 'new', compute: async () => 'new' }))).toMatchObject({
        value: 'new',
      });
      expect(await cache.ask(question({ key: 'new', compute: async () => 'newer' }))).toMatchObject({
        value: 'newer',
      });
      await cache.invalidate(['Article']);
      expect((await cache.ask(question())).use).not.toBe('hit');
      expect(changes).toEqual([]);
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    }
    await until(cache, 'hit');
  });

  it('what is driven out, marks too, is worked out anew and never wrong', async () => {
    const { cache } = open(redis.url);
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-random');
    await redis.command('CONFIG', 'SET', 'maxmemory', '3mb');
    try {
      const body = 'x'.repeat(20_000);
      for (let key = 0; key < 300; key += 1) {
        const answer = await cache.ask(question({ key: `k${key}`, compute: async () => `${key}${body}` }));
        expect(answer.value).toBe(`${key}${body}`);
      }
      expect(String(await redis.command('INFO', 'stats'))).not.toContain('evicted_keys:0');
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    }
  });
});

it.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '*1\r\n$5\r\n', '+OK\r\n', null])(
  'does without what answers %j',
  async (answer) => {
    const rubbish = await startRubbish(answer);
    try {
      const { cache } = open(rubbish.url, 60_000, 300);
      for (let times = 0; times < 3; times += 1) expect((await cache.ask(question())).use).toBe('bypass');
    } finally {
      await rubbish.close();
    }
  },
);

it('does without one that is not there, or whose address is none', async () => {
  expect((await open('redis://127.0.0.1:1').cache.ask(question())).use).toBe('bypass');
  expect((await open('not an address').cache.ask(question())).use).toBe('bypass');
});
