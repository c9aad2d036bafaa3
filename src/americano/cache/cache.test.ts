import { describe, expect, it } from 'vitest';
import { type CacheQuestion, createCache } from './cache';
import { createMemoryStore } from './memory-store';
import type { CacheStore } from './store';

const options = { holdMs: 30_000 };
const ask = (
  compute: () => Promise<unknown>,
  over: Partial<CacheQuestion<unknown>> = {},
): CacheQuestion<unknown> => ({
  key: 'answer',
  tags: ['User'],
  ttlMs: 30_000,
  fresh: false,
  parse: (body) => body,
  compute,
  ...over,
});
const fails = () => Promise.reject(new Error('the table is gone'));

describe('a cache', () => {
  it('works an answer out once, also for many who ask at the same time', async () => {
    const cache = createCache(createMemoryStore(), options);
    let count = 0;
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const compute = async () => {
      count += 1;
      await gate;
      return count;
    };
    const many = Array.from({ length: 20 }, () => cache.ask(ask(compute)));
    await new Promise((resolve) => setImmediate(resolve));
    release();
    expect(new Set((await Promise.all(many)).map(({ value }) => value))).toEqual(new Set([1]));
    expect(await cache.ask(ask(compute))).toEqual({ value: 1, use: 'hit' });
    expect(count).toBe(1);
  });

  it('who asks after a write does not join what was begun before it', async () => {
    const cache = createCache(createMemoryStore(), options);
    let release = () => {};
    const old = cache.ask(
      ask(async () => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return 'old';
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    await cache.invalidate(['User']);
    expect(await cache.ask(ask(async () => 'new'))).toEqual({ value: 'new', use: 'miss' });
    release();
    expect(await old).toEqual({ value: 'old', use: 'miss' });
    // It may have taken the newer one's place; what it left is good for nobody.
    expect((await cache.ask(ask(async () => 'newer'))).value).not.toBe('old');
  });

  it('whoever wants it fresh gets no kept answer and joins nobody', async () => {
    const cache = createCache(createMemoryStore(), options);
    await cache.ask(ask(async () => 1));
    expect(await cache.ask(ask(async () => 2, { fresh: true }))).toEqual({ value: 2, use: 'bypass' });
    expect(await cache.ask(ask(async () => 3))).toEqual({ value: 1, use: 'hit' });
  });

  it('keeps no failure, and nothing that a fresh one has shown to be untrue', async () => {
    const cache = createCache(createMemoryStore(), options);
    await expect(cache.ask(ask(fails))).rejects.toThrow('the table is gone');
    await cache.ask(ask(async () => 1));
    await expect(cache.ask(ask(fails, { fresh: true }))).rejects.toThrow('the table is gone');
    expect((await cache.ask(ask(async () => 2))).use).toBe('miss');
  });

  it('takes nothing of another shape for an answer', async () => {
    const store = createMemoryStore();
    const cache = createCache(store, options);
    await cache.ask(ask(async () => 'text'));
    const number = ask(async () => 7, { parse: (body) => (typeof body === 'number' ? body : undefined) });
    expect(await cache.ask(number)).toEqual({ value: 7, use: 'miss' });
    for (const text of ['{', '{"body": 1}', '[]']) {
      await store.write('answer', text, 30_000);
      expect((await cache.ask(number)).use).toBe('miss');
    }
  });

  it('goes around a store that fails, and after a failed invalidation leaves it alone for as long as entries live', async () => {
    const store = createMemoryStore();
    let broken = false;
    const guard = async () => {
      if (broken) throw new Error('no store');
    };
    const faulty: CacheStore = {
      ...store,
      read: async (keys) => guard().then(() => store.read(keys)),
      write: async (...entry) => guard().then(() => store.write(...entry)),
      remove: async (keys) => guard().then(() => store.remove(keys)),
    };
    const faults: unknown[] = [];
    let now = 0;
    const cache = createCache(faulty, {
      holdMs: 1_000,
      now: () => now,
      onFault: (fault) => faults.push(fault),
    });
    await cache.ask(ask(async () => 'old'));
    broken = true;
    expect(await cache.ask(ask(async () => 'new'))).toEqual({ value: 'new', use: 'bypass' });
    await cache.invalidate(['User']);
    broken = false;
    expect(await cache.ask(ask(async () => 'new'))).toEqual({ value: 'new', use: 'bypass' });
    now = 1_000;
    expect((await cache.ask(ask(async () => 'new'))).use).toBe('hit');
    expect(faults.length).toBe(2);
  });
});

describe('the store in memory', () => {
  it('is bounded in entries and in bytes, and keeps no giant', async () => {
    const few = createMemoryStore({ maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) await few.write(key, key, 1_000);
    expect(await few.read(['a', 'b', 'c'])).toEqual([null, 'b', 'c']);
    const small = createMemoryStore({ maxBytes: 1_000 });
    for (const key of ['a', 'b', 'c']) await small.write(key, 'x'.repeat(200), 1_000);
    expect((await small.read(['a', 'b', 'c'])).map((text) => text?.length ?? null)).toEqual([null, 200, 200]);
    await small.write('giant', 'x'.repeat(501), 1_000);
    expect(await small.read(['giant', 'c'])).toEqual([null, 'x'.repeat(200)]);
    const cache = createCache(createMemoryStore(), options);
    await cache.ask(ask(async () => 'x'.repeat(300_000)));
    expect((await cache.ask(ask(async () => 'y'))).use).toBe('miss');
  });

  it('forgets after its time, and leaves what stands to who came first', async () => {
    const store = createMemoryStore();
    await store.write('short', 'x', 1);
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(await store.read(['short'])).toEqual([null]);
    await store.claim('mark', 'first', 1_000);
    await store.claim('mark', 'second', 1_000);
    expect(await store.read(['mark'])).toEqual(['first']);
    await store.close();
    expect(await store.read(['mark'])).toEqual([null]);
  });
});
