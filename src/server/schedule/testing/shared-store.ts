import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import { ensureDatabase, findFreePort, startEmbedded } from '../../embedded';
import { withClient } from '../../embedded/databases';

const DATABASE = 'store';

/** At the end of the transaction, and in a schema of its own, so that the store's tables stay as Driftboard made them. Each instance is a role. */
const NOTE_KEEPERS = `
  CREATE SCHEMA noted;
  CREATE TABLE noted.keepers (number int, name text, at timestamptz);
  CREATE FUNCTION noted.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO noted.keepers VALUES (NEW.number, session_user, clock_timestamp());
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER noted AFTER INSERT ON runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION noted.note()`;

/** A server of its own for the store alone, always on the same port, so that it can be restarted under those who use it. */
export type SharedStore = {
  /** Of one of those who share it; its name is its role there, so that one sees whose session holds a lock. */
  urlFor(name: string): string;
  /** Every run that is kept, in the order of their numbers. */
  runs(): Promise<{ number: number; runId: string }[]>;
  /** From now on the store notes who keeps a run, and when, in ms of the clock that all processes here share. */
  noteKeepers(): Promise<void>;
  keepers(): Promise<{ number: number; name: string; atMs: number }[]>;
  /** What could not be recorded, as the store tells it: how many runs in all. */
  runsInGaps(): Promise<number>;
  /** Whose session holds the lock on the environment now; null where nobody makes a run. */
  whoVerifies(): Promise<string | null>;
  /** As an administrator stops it, or as it ends when its machine fails. */
  end(how: 'stop' | 'kill'): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
};

export async function startSharedStore(names: readonly string[]): Promise<SharedStore> {
  // Outside of the project's folder, which PostgreSQL may not reach where the test runs as root.
  const folder = await mkdtemp(join(tmpdir(), 'driftboard-instances-'));
  const port = await findFreePort();
  // Durable as in earnest: what was committed must outlive the server.
  const launch = () => startEmbedded({ dataDir: join(folder, 'data'), settings: { port: String(port) } });
  const urlOf = (server: { url(database: string): string }, database: string) => {
    const url = new URL(server.url(database));
    url.port = String(port);
    return url.href;
  };
  let server = await launch();
  await ensureDatabase(urlOf(server, 'postgres'), DATABASE);
  const url = urlOf(server, DATABASE);
  await withClient(url, async (client) => {
    for (const name of names) await client.query(`CREATE ROLE ${name} SUPERUSER LOGIN PASSWORD '${name}'`);
  });
  const rows = <T>(sql: string, row: z.ZodType<T>): Promise<T[]> =>
    withClient(url, async (client: pg.Client) => z.array(row).parse((await client.query(sql)).rows));

  return {
    urlFor(name) {
      const own = new URL(url);
      [own.username, own.password] = [name, name];
      return own.href;
    },
    runs: () =>
      rows(
        'SELECT number, run_id AS "runId" FROM runs ORDER BY number',
        z.object({ number: z.number(), runId: z.string() }),
      ),
    async noteKeepers() {
      await withClient(url, (client) => client.query(NOTE_KEEPERS));
    },
    keepers: () =>
      rows(
        'SELECT number, name, (extract(epoch FROM at) * 1000)::float8 AS "atMs" FROM noted.keepers',
        z.object({ number: z.number(), name: z.string(), atMs: z.number() }),
      ),
    async runsInGaps() {
      const gaps = await rows(
        `SELECT coalesce(sum((detail ->> 'runs')::int), 0)::int AS runs FROM happenings WHERE kind = 'recording.gap'`,
        z.object({ runs: z.number() }),
      );
      return gaps[0]?.runs ?? 0;
    },
    async whoVerifies() {
      // Of the advisory locks only that of an environment has a key of two numbers.
      const holders = await rows(
        `SELECT usename::text AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND objsubid = 2 AND granted`,
        z.object({ name: z.string() }),
      );
      return holders[0]?.name ?? null;
    },
    async end(how) {
      if (how === 'stop') await server.stop();
      else process.kill(server.pid, 'SIGKILL');
    },
    async start() {
      server = await launch();
    },
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
