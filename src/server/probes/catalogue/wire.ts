import { Socket } from 'node:net';
import pg from 'pg';
import { DatabaseError, type Target } from './database-error';

export type SessionOptions = {
  databaseUrl: string;
  /** Of connecting and of each statement. */
  timeoutMs: number;
  signal: AbortSignal;
};

/** The server stops a statement itself at its time; only one that answers nothing at all is cut off this much later. */
const GRACE_MS = 500;

export type Wire = ReturnType<typeof connectWire>;

/** One connection that gives up in time and when the run is cancelled. */
export function connectWire(config: pg.ClientConfig, target: Target, { timeoutMs, signal }: SessionOptions) {
  // Our own socket, so that a server that hangs can be cut off: pg has no way to give up a running statement.
  const socket = new Socket();
  const client = new pg.Client({ ...config, stream: () => socket });
  let broken: unknown = null;
  client.on('error', (error) => {
    broken ??= error;
  });
  const cut = () => {
    socket.destroy();
  };
  const stop = () => {
    broken ??= new DatabaseError('The run was cancelled before the database had answered.', null);
    cut();
  };
  signal.addEventListener('abort', stop, { once: true });

  async function limited<T>(what: string, work: Promise<T>): Promise<T> {
    if (signal.aborted) stop();
    if (broken !== null) {
      work.catch(() => undefined);
      throw broken;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        broken ??= new DatabaseError(
          `The database at ${target.host}:${target.port} did not answer within ${timeoutMs} ms (${what}): see whether it is overloaded, or raise --timeout-ms.`,
          null,
        );
        reject(broken);
        cut();
      }, timeoutMs + GRACE_MS);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      throw broken ?? error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    client,
    limited,
    cut,
    /** After a refused statement, so that the next one does not fail for it; the snapshot stays. */
    async recover(): Promise<void> {
      if (broken !== null) return;
      // Where even this fails, the connection is gone, and the next statement says so.
      await limited('going on after an error', client.query('ROLLBACK TO SAVEPOINT begun')).catch(
        () => undefined,
      );
    },
    async end(): Promise<void> {
      signal.removeEventListener('abort', stop);
      // The transaction only read: there is nothing to lose when its end is not heard any more.
      if (broken === null) await limited('closing', client.end()).catch(() => undefined);
      cut();
    },
  };
}
