import { createClient } from 'redis';

/** How long a request waits for the cache at most: longer than the database takes, it would not be worth it. */
export const REDIS_LIMITS: RedisLimits = { connectMs: 250, commandMs: 100 };
export type RedisLimits = { connectMs: number; commandMs: number };

export type RedisClient = Awaited<ReturnType<typeof openRedis>>;

/** In: a redis:// or rediss:// URL. Out: a connected client that never reconnects by itself. Rejects when it takes too long. */
export async function openRedis(url: string, connectMs: number, onLost: (reason: unknown) => void) {
  const client = createClient({
    url,
    // The older protocol is understood by every server, and needs no HELLO.
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    // What breaks is opened anew by the breaker, which knows when that is worth trying.
    socket: { connectTimeout: connectMs, reconnectStrategy: false },
  });
  // Without a listener an error of the socket would end the process.
  client.on('error', onLost);
  try {
    // A server that takes connections and says nothing keeps the greeting waiting, past `connectTimeout`.
    await within(client.connect(), connectMs, 'the connection was not ready');
  } catch (error) {
    closeRedis(client);
    throw error;
  }
  client.unref();
  return client;
}

/** Ends a connection at once; what is under way on it rejects. */
export function closeRedis(client: { isOpen: boolean; destroy(): void }): void {
  if (client.isOpen) client.destroy();
}

/** Rejects with a sentence where `work` has not settled within `limitMs`; what it comes to later is passed over. */
export async function within<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
