import { createHash } from 'node:crypto';
import { redact } from '../../shared/redact';
import { HOT } from '../definition';
import { type Cache, createCache } from './cache';
import { createMemoryStore } from './memory-store';
import type { RedisLimits } from './redis-connection';
import type { CacheStore } from './store';

/** To connect takes several messages. */
const CONNECT_FACTOR = 2.5;

type Environment = Readonly<Record<string, string | undefined>>;

declare global {
  // Each route is a bundle with its own copy of this module; the process has one cache.
  var americanoCache: Promise<Cache | null> | undefined;
}

/** The one cache of this process: in Redis where REDIS_URL is set, else in memory; null where AMERICANO_CACHE is `off`. */
export function processCache(): Promise<Cache | null> {
  globalThis.americanoCache ??= openCache(process.env).catch((error: unknown) => {
    process.emitWarning(
      redact(`The cache cannot be opened, so answers come from the database: ${reasonOf(error)}`),
    );
    return null;
  });
  return globalThis.americanoCache;
}

/** Closes and forgets the cache, for tests and an orderly end of the process. */
export async function closeProcessCache(): Promise<void> {
  const cache = await globalThis.americanoCache;
  globalThis.americanoCache = undefined;
  await cache?.close();
}

/** In: REDIS_URL, AMERICANO_CACHE, DATABASE_URL. Out: a cache of its own. */
export async function openCache(env: Environment): Promise<Cache | null> {
  if (env.AMERICANO_CACHE === 'off') return null;
  return createCache(await openStore(env), { holdMs: HOT.ttlMs, onFault: tellFault() });
}

async function openStore(env: Environment): Promise<CacheStore> {
  const { REDIS_URL: url, DATABASE_URL: databaseUrl } = env;
  if (!url) return createMemoryStore();
  // Loaded only where there is a Redis.
  const { createRedisStore } = await import('./redis-store');
  return createRedisStore(url, {
    limits: limitsOf(env.AMERICANO_CACHE_TIMEOUT_MS),
    prefix: `americano:1:${databaseId(databaseUrl)}:`,
    onChange: (fault) =>
      process.emitWarning(
        fault === null
          ? 'Redis answers again: the cache is used.'
          : redact(`Redis cannot be used, so answers come from the database: ${reasonOf(fault)}`),
      ),
  });
}

/** How long a request waits for Redis, where AMERICANO_CACHE_TIMEOUT_MS says it; undefined where it does not, or no number. */
function limitsOf(text: string | undefined): RedisLimits | undefined {
  const commandMs = Number(text);
  return text && commandMs > 0 ? { commandMs, connectMs: commandMs * CONNECT_FACTOR } : undefined;
}

/** Which database the answers are of, without its user and password: two that share one Redis must not meet. */
function databaseId(databaseUrl: string | undefined): string {
  const url = databaseUrl && URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  const place = url === null ? '' : `${url.host}${url.pathname}?${url.searchParams.get('schema') ?? ''}`;
  return createHash('sha256').update(place).digest('hex').slice(0, 12);
}

/** Tells each kind of fault once: a full memory refuses every write, and the log is no place for each of them. */
function tellFault(): (fault: unknown) => void {
  const told = new Set<string>();
  return (fault) => {
    // Redis begins its refusals with a word in capitals (OOM, NOPERM, …); what broke the connection the store has told.
    const reason = /^[A-Z]{2,}(?= )/.exec(reasonOf(fault))?.[0];
    if (reason === undefined || told.has(reason)) return;
    told.add(reason);
    process.emitWarning(redact(`Redis refuses what the cache asks of it: ${reasonOf(fault)}`));
  };
}

function reasonOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
