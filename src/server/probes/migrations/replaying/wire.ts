import { Socket } from 'node:net';
import pg from 'pg';

/** What all scripts of a replay may answer together: a migration makes objects, it does not report. */
const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;

/** A connection that runs scripts and keeps nothing of what they answer. */
export type Wire = {
  /** Runs a text of one or several statements in one message. @throws pg's error */
  run(sql: string): Promise<void>;
  /** Rows of a question of our own. */
  rows(sql: string): Promise<unknown[]>;
  /** Forgets what a script has left in the session: an open transaction, settings, a role, temporary tables. */
  reset(): Promise<void>;
  end(): Promise<void>;
};

/**
 * @param searchPath the schema where unnamed objects go, as Prisma sets it from the connection URL
 */
export async function openWire(url: string, searchPath: string, timeoutMs: number): Promise<Wire> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    stream: () => socket,
  });
  let broken: Error | null = null;
  client.on('error', (error) => {
    broken ??= error;
  });
  const run = (sql: string) =>
    new Promise<void>((resolve, reject) => {
      const query = new pg.Query(sql);
      // Somebody must listen to the rows, or pg collects them all.
      query.on('row', () => {
        if (socket.bytesRead <= OUTPUT_LIMIT_BYTES) return;
        broken ??= new Error(`it answers more than ${OUTPUT_LIMIT_BYTES / 1024 / 1024} MB`);
        socket.destroy();
      });
      query.on('error', (error) => reject(broken ?? error));
      query.on('end', () => resolve());
      client.query(query);
    });
  const start = async () => {
    await run(`SET search_path TO ${client.escapeIdentifier(searchPath)}`);
    await run(`SET statement_timeout TO ${timeoutMs}`);
  };
  await client.connect();
  await start();
  return {
    run,
    rows: async (sql) => (await client.query(sql)).rows,
    reset: async () => {
      await run('ROLLBACK');
      await run('DISCARD ALL');
      await start();
    },
    end: () => client.end().catch(() => undefined),
  };
}
