import pg from 'pg';
import { z } from 'zod';
import { postgresUrl, UNREADABLE_URL } from '../prisma/connection-url';
import { schemaOf } from '../store/postgres/client';

const CONNECT_TIMEOUT_MS = 3_000;
/** A server that was frozen answers nothing; then this connection is as good as lost. */
const QUERY_TIMEOUT_MS = 10_000;
const RETRY_MS = 1_000;
/** PostgreSQL's codes for a server that goes down or ends a session. */
const ENDING = /^57P/;

/** Of several statements in one message pg gives a list of answers, of which the last one counts. */
const Answer = z
  .union([z.object({ rows: z.array(z.unknown()) }), z.array(z.object({ rows: z.array(z.unknown()) })).min(1)])
  .transform((answer) => (Array.isArray(answer) ? (answer.at(-1)?.rows ?? []) : answer.rows));

export type StoreSession = {
  /**
   * @returns the rows
   * @throws Error where it is not connected, or the statement fails
   */
  query(text: string, values?: unknown[]): Promise<unknown[]>;
  isUp(): boolean;
  close(): Promise<void>;
};

export type SessionOptions = {
  storeUrl: string;
  /** A plain name that is listened to. */
  channel: string;
  onNotification: (payload: string) => void;
  /** Connected, or connected again: what was told meanwhile was not heard. */
  onUp: () => void;
};

/**
 * One connection to the store that lasts: what is told over it is heard, and a lock that it holds ends with this process,
 * however that ends. It connects again by itself.
 * @throws Error with a sentence where the URL cannot be read
 */
export function openStoreSession(options: SessionOptions): StoreSession {
  const made = postgresUrl(options.storeUrl, { search_path: schemaOf(options.storeUrl) });
  if (made === null) throw new Error(UNREADABLE_URL);
  const { connectionString } = made;
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function again(): void {
    client = null;
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), RETRY_MS);
    timer.unref();
  }

  /** A connection that broke is none, also before it says that it has ended. */
  function lose(used: pg.Client): void {
    if (client !== used) return;
    again();
    used.end().catch(() => undefined);
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    next.on('notification', ({ payload }) => options.onNotification(payload ?? ''));
    try {
      await next.connect();
      await next.query(`LISTEN ${options.channel}`);
      if (closed) return await next.end();
      client = next;
      options.onUp();
    } catch {
      await next.end().catch(() => undefined);
      again();
    }
  }

  const first = connect();
  let last: Promise<unknown> = first;

  /** One after the other, as pg wants it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  }

  const ask: StoreSession['query'] = (text, values) =>
    inTurn(async () => {
      if (client === null) throw new Error('The store is not connected.');
      const used = client;
      try {
        return Answer.parse(await used.query(text, values));
      } catch (error) {
        // What is no answer of the server's (too late, cut off), or says that it ends, leaves no connection to go on with.
        if (!(error instanceof pg.DatabaseError) || ENDING.test(error.code ?? '')) lose(used);
        throw error;
      }
    });

  return {
    query: ask,
    isUp: () => client !== null,
    async close() {
      closed = true;
      clearTimeout(timer);
      await first;
      await client?.end();
      client = null;
    },
  };
}
