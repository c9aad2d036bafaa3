import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { HOT } from '../definition';
import { closeProcessCache, openCache, processCache } from './process-cache';
import { throughCache, wantsFresh } from './through-cache';

const definition = {
  path: '/api/test',
  models: ['Article'],
  response: z.object({ n: z.number() }),
  cache: HOT,
};
let n = 0;
const compute = async () => {
  n += 1;
  return { n };
};
const asked = (over: object = {}) => ({
  request: new Request('http://localhost/api/test'),
  userId: 'demo-user',
  query: { page: 1, pageSize: 10 },
  fingerprint: 'sha256:one',
  ...over,
});
const use = async (over: object = {}) => (await throughCache(definition, asked(over), compute)).use;

afterEach(async () => {
  await closeProcessCache();
  vi.unstubAllEnvs();
});

describe('a route through the cache', () => {
  it('has one entry for a user, the parameters in any order, and the client', async () => {
    expect(await use()).toBe('miss');
    expect(await use()).toBe('hit');
    expect(await use({ query: { pageSize: 10, page: 1 } })).toBe('hit');
    expect(await use({ query: { page: 2, pageSize: 10 } })).toBe('miss');
    expect(await use({ userId: 'second-user' })).toBe('miss');
    // A new client is taken up: what the former one answered is not read any more.
    expect(await use({ fingerprint: 'sha256:two' })).toBe('miss');
    expect(await use()).toBe('hit');
  });

  it('reads no answer of a shape that the route has not any more', async () => {
    await use();
    const renamed = { ...definition, response: z.object({ m: z.number() }) };
    expect((await throughCache(renamed, asked(), async () => ({ m: 1 }))).use).toBe('miss');
  });

  it('is worked out anew after a write of a model that it reads, and not after another one', async () => {
    await use();
    await (await processCache())?.invalidate(['Goal']);
    expect(await use()).toBe('hit');
    await (await processCache())?.invalidate(['Article']);
    expect(await use()).toBe('miss');
  });

  it('says nothing where the route, the client or the process has no cache', async () => {
    expect(await use({ fingerprint: undefined })).toBeNull();
    const uncached = { path: definition.path, models: definition.models, response: definition.response };
    expect((await throughCache(uncached, asked(), compute)).use).toBeNull();
    vi.stubEnv('AMERICANO_CACHE', 'off');
    await closeProcessCache();
    expect(await use()).toBeNull();
  });

  it.each([
    [{ 'cache-control': 'no-cache' }, true],
    [{ 'cache-control': 'max-age=0, must-revalidate' }, true],
    [{ 'cache-control': 'No-Store' }, true],
    [{ pragma: 'no-cache' }, true],
    [{ 'cache-control': 'max-age=60' }, false],
    [{}, false],
  ])('%j: whether the truth of the moment is asked for', (headers, fresh) => {
    expect(wantsFresh(new Headers(headers))).toBe(fresh);
  });

  it('works, and tells it once, where REDIS_URL leads nowhere', async () => {
    const told = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const cache = await openCache({
      REDIS_URL: 'redis://:sesame-word@127.0.0.1:1',
      DATABASE_URL: 'postgresql://u:p@h/d',
    });
    const question = {
      key: 'k',
      tags: [],
      ttlMs: 1_000,
      fresh: false,
      parse: (body: unknown) => body,
      compute,
    };
    for (let times = 0; times < 3; times += 1) expect((await cache?.ask(question))?.use).toBe('bypass');
    expect(told.mock.calls.map(String)).toEqual([
      expect.stringContaining('Redis cannot be used, so answers come from the database'),
    ]);
    expect(told.mock.calls.map(String).join()).not.toContain('sesame-word');
    await cache?.close();
    told.mockRestore();
  });
});
