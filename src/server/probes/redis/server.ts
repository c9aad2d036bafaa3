import type { CacheServer } from '../../../shared/cache';
import { redact } from '../../../shared/redact';
import { failed, notConfigured, observed, type Probe } from '../types';
import { askRedis, type RedisWords } from './ask-redis';
import { readInfo } from './info';

/** A server that lets a health check wait for longer is of no use as a cache. */
const LIMIT_MS = 3_000;

/** What the application's Redis says of itself: one short connection, INFO and PING, nothing of what lies in it. */
export const cacheServerProbe: Probe<'cache.server'> = {
  need: 'cache.server',
  read: async ({ settings: { redisUrl, timeoutMs }, signal }) => {
    if (redisUrl === null)
      return notConfigured(
        'No --redis-url is set: with the address of its Redis the cache’s server is asked.',
      );
    const at = new Date().toISOString();
    const begun = performance.now();
    const asked = await askRedis(redisUrl, { limitMs: Math.min(timeoutMs, LIMIT_MS), signal });
    return toObservation(redact(redisUrl), asked, { at, durationMs: performance.now() - begun });
  },
};

function toObservation(
  url: string,
  asked: RedisWords,
  when: { at: string; durationMs: number },
): Awaited<ReturnType<(typeof cacheServerProbe)['read']>> {
  const evidence = (answer: string) => ({
    kind: 'process' as const,
    text: `redis-cli -u ${url} INFO`,
    answer,
    ...when,
  });
  switch (asked.came) {
    case 'answers': {
      const info = readInfo(asked.info);
      if (!info.ok) return failed(`The Redis at ${url} ${info.reason}`, evidence('incomplete'));
      const value: CacheServer = { answers: true, url, pingMs: asked.pingMs, ...info.value };
      return observed(value, evidence(`Redis ${value.version}, ${value.keys} keys`));
    }
    case 'refused':
      return failed(`The Redis at ${url} answers and refuses: ${asked.reason}`, evidence('refused'));
    case 'nothing':
      return observed({ answers: false, url, reason: asked.reason }, evidence(asked.reason));
  }
}
