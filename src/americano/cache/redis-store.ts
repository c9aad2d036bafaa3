import { ErrorReply } from 'redis';
import {
  closeRedis,
  openRedis,
  REDIS_LIMITS,
  type RedisClient,
  type RedisLimits,
  within,
} from './redis-connection';
import type { CacheStore } from './store';

/** So long a server that failed is left alone; then one attempt is made, for which no request waits. */
export const REST_MS = 5_000;

/** Redis is not asked at this moment. */
export class RedisResting extends Error {
  override readonly name = 'RedisResting';
}

type State =
  | { is: 'new' }
  | { is: 'opening'; client: Promise<RedisClient> }
  | { is: 'open'; client: RedisClient }
  | { is: 'resting'; until: number }
  | { is: 'trying' }
  | { is: 'closed' };

type RedisStoreOptions = {
  /** Stands before each key, so that applications that share a server do not meet. */
  prefix: string;
  restMs?: number;
  limits?: RedisLimits | undefined;
  /** Told of the first failure of a row, and of the end of it (null). */
  onChange?: (fault: unknown) => void;
};

/**
 * A store in Redis behind a circuit breaker: only the very first requests wait for a connection, and only those under way
 * when it breaks wait for a command. Afterwards it rejects at once until an attempt in the background succeeds.
 */
export function createRedisStore(url: string, options: RedisStoreOptions): CacheStore {
  const { prefix, restMs = REST_MS, limits = REDIS_LIMITS, onChange = () => {} } = options;
  let state: State = { is: 'new' };
  const isClosed = () => state.is === 'closed';

  function rest(reason: unknown): void {
    if (state.is === 'resting' || state.is === 'closed') return;
    if (state.is === 'open') closeRedis(state.client);
    // Of a server that goes on failing it is told once.
    const isNews = state.is !== 'trying';
    state = { is: 'resting', until: Date.now() + restMs };
    if (isNews) onChange(reason);
  }

  function open(): Promise<RedisClient> {
    return openRedis(url, limits.connectMs, rest).then((client) => {
      if (isClosed()) {
        closeRedis(client);
        throw new RedisResting('The cache is closed.');
      }
      state = { is: 'open', client };
      return client;
    });
  }

  async function connected(): Promise<RedisClient> {
    if (state.is === 'open') return state.client;
    if (state.is === 'opening') return state.client;
    if (state.is === 'new') {
      const client = open();
      state = { is: 'opening', client };
      return client;
    }
    if (state.is === 'resting' && Date.now() >= state.until) {
      state = { is: 'trying' };
      open().then(() => onChange(null), rest);
    }
    throw new RedisResting('Redis did not answer a moment ago, so it is not asked.');
  }

  async function use<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    try {
      const client = await connected();
      return await within(work(client), limits.commandMs, 'Redis did not answer');
    } catch (error) {
      // An answer that says no (memory full, not permitted) came in time: the connection is good.
      if (!(error instanceof ErrorReply) && !(error instanceof RedisResting)) rest(error);
      else if (state.is === 'opening') rest(error);
      throw error;
    }
  }

  const named = (keys: readonly string[]) => keys.map((key) => prefix + key);
  return {
    kind: 'redis',
    read: (keys) => use((client) => client.mGet(named(keys))),
    write: (key, text, ttlMs) =>
      use(async (client) => {
        await client.set(prefix + key, text, { expiration: { type: 'PX', value: ttlMs } });
      }),
    claim: (key, text, ttlMs) =>
      use(async (client) => {
        const expiration = { type: 'PX', value: ttlMs } as const;
        await client.set(prefix + key, text, { expiration, condition: 'NX' });
      }),
    remove: (keys) =>
      use(async (client) => {
        if (keys.length > 0) await client.del(named(keys));
      }),
    close: async () => {
      const before = state;
      state = { is: 'closed' };
      if (before.is === 'open') closeRedis(before.client);
      if (before.is === 'opening') await before.client.then(closeRedis, () => undefined);
    },
  };
}
