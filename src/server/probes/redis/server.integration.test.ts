import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, NO_REDIS, type RedisForTests, startRedis, startRubbish } from '../../testing/redis-server';
import { testContext } from '../testing-context';
import { cacheServerProbe } from './server';

const read = (redisUrl: string | null, timeoutMs = 10_000) =>
  cacheServerProbe.read(testContext({ redisUrl, timeoutMs }));

async function seenAt(redisUrl: string, timeoutMs?: number) {
  const seen = await read(redisUrl, timeoutMs);
  if (!seen.ok) throw new Error(seen.reason);
  return seen.value;
}

describe.skipIf(!hasRedis)(`a real Redis${NO_REDIS}`, () => {
  let redis: RedisForTests;
  beforeAll(async () => {
    redis = await startRedis({
      requirepass: 'sesame-word',
      maxmemory: '8mb',
      'maxmemory-policy': 'allkeys-lru',
    });
  });
  afterAll(() => redis.remove());

  it('says how it is, and what was driven out', async () => {
    expect(await seenAt(redis.url)).toMatchObject({ answers: true, keys: 0, evictedKeys: 0 });
    const text = 'x'.repeat(50_000);
    for (let key = 0; key < 200; key += 1) await redis.command('SET', `key-${key}`, text);
    await redis.command('GET', 'key-199');
    await redis.command('GET', 'nothing');
    const seen = await read(redis.url);
    expect(seen).toMatchObject({
      ok: true,
      value: {
        version: expect.stringMatching(/^\d+\.\d+/),
        maxMemoryBytes: 8 * 1024 * 1024,
        evictionPolicy: 'allkeys-lru',
        hits: 1,
        misses: 1,
      },
    });
    const value = await seenAt(redis.url);
    if (!value.answers) throw new Error('it is away');
    expect(value.evictedKeys).toBeGreaterThan(0);
    expect(value.keys + value.evictedKeys).toBe(200);
    expect(JSON.stringify(seen)).not.toContain('sesame-word');
  });

  it('refuses a wrong password and none, and says so without showing one', async () => {
    const wrong = await read(redis.url.replace('sesame-word', 'other-word'));
    expect(wrong).toMatchObject({ ok: false, reason: expect.stringContaining('password are not right') });
    expect(JSON.stringify(wrong)).not.toContain('other-word');
    const none = await read(redis.url.replace(':sesame-word@', ''));
    expect(none).toMatchObject({ ok: false, reason: expect.stringContaining('wants a password') });
  });

  it('does not let a user ask who may not', async () => {
    await redis.command('ACL', 'SETUSER', 'looker', 'on', '>pw', '~*', '+ping', '+select');
    const denied = await read(redis.url.replace(':sesame-word@', 'looker:pw@'));
    expect(denied).toMatchObject({ ok: false, reason: expect.stringMatching(/NOPERM.*\+ping \+info/) });
    await redis.command('ACL', 'SETUSER', 'looker', '+info');
    expect(await seenAt(redis.url.replace(':sesame-word@', 'looker:pw@'))).toMatchObject({ answers: true });
  });

  it('is away when TLS is asked of it, when it hangs, and when it is dead', async () => {
    expect(await seenAt(redis.url.replace('redis://', 'rediss://'), 300)).toMatchObject({ answers: false });
    redis.hang();
    expect(await seenAt(redis.url, 300)).toEqual({
      answers: false,
      url: expect.not.stringContaining('sesame-word'),
      reason: expect.stringContaining('did not answer within 300 ms'),
    });
    redis.goOn();
    expect(await seenAt(redis.url)).toMatchObject({ answers: true });
    await redis.kill();
    expect(await seenAt(redis.url)).toMatchObject({
      answers: false,
      reason: 'Nothing listens there: start Redis, or correct --redis-url.',
    });
    await redis.start();
    expect(await seenAt(redis.url)).toMatchObject({ answers: true, keys: 0 });
  });
});

it.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '$99999999999999\r\n', '+PONG\r\n'])(
  'takes %j for no Redis',
  async (answer) => {
    const rubbish = await startRubbish(answer);
    try {
      const seen = await read(rubbish.url, 400);
      if (seen.ok) expect(seen.value).toMatchObject({ answers: false });
      else expect(seen.reason).toMatch(/does not say in INFO|refuses/);
    } finally {
      await rubbish.close();
    }
  },
);

it('is not configured without an address', async () => {
  expect(await read(null)).toMatchObject({
    ok: false,
    notConfigured: expect.stringContaining('No --redis-url'),
  });
});
