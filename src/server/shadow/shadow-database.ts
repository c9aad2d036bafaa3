import pg from 'pg';
import { z } from 'zod';
import { withClient } from '../embedded/databases';
import { messageOf } from '../embedded/errors';
import { nativePostgresVersion } from '../embedded/platform';
import { asDatabaseError, targetOf } from '../probes/catalogue/database-error';
import { type ChosenServer, chooseServer, type ServerChoice } from './choose-server';
import { shadowUnavailable } from './errors';
import { createExtension, isHarmlessExtension } from './extensions';
import { shadowName } from './names';
import { createShadowRole } from './shadow-role';
import { dropShadow, sweepLeftovers } from './sweep';

export type ShadowOptions = ServerChoice & {
  /** Its abort ends the work and drops the database at once. */
  signal: AbortSignal;
};

/** An empty database that lives as long as the work in it. */
export type Shadow = {
  /** As its owner, who on our own server is no superuser. With the password: never print it. */
  url: string;
  /** `PostgreSQL 18.4`. */
  server: string;
  /** `180004`. */
  versionNumber: number;
  /** Our own server, where roles may be made; they are taken away with the database. */
  isOurs: boolean;
  /** Names of the extensions that the server could create. */
  availableExtensions: ReadonlySet<string>;
  /**
   * Creates one, also where only a superuser may and it gives no way out of the database.
   * @throws pg's error when the server refuses
   */
  createExtension(name: string, schema: string | null): Promise<void>;
};

/**
 * Creates an empty database with a name of its own, runs the work with it, and drops it whatever happens. What killed
 * runs have left is swept away on the occasion.
 * @throws ShadowUnavailableError when none can be had; otherwise what the work throws
 */
export async function withShadowDatabase<T>(
  options: ShadowOptions,
  work: (shadow: Shadow) => Promise<T>,
): Promise<T> {
  options.signal.throwIfAborted();
  const server = await chooseServer(options);
  try {
    return await withAdmin(server, async (admin) => {
      await sweepLeftovers(admin);
      const about = await askServer(admin);
      const name = shadowName(about.now);
      try {
        const url = await create(admin, server, name, about.versionNumber);
        return await withGuard(server.url(name), (guard) =>
          untilAborted(
            options.signal,
            work({
              url,
              server: `PostgreSQL ${about.version}`,
              versionNumber: about.versionNumber,
              isOurs: server.isOurs,
              availableExtensions: new Set(about.extensions),
              createExtension: (extension, schema) => {
                const asAdmin = !server.isOurs || isHarmlessExtension(extension);
                const wanted = { name: extension, schema };
                return asAdmin
                  ? createExtension(guard, wanted, server.isOurs ? name : null)
                  : withClient(url, (owner) => createExtension(owner, wanted, null));
              },
            }),
          ),
        );
      } finally {
        // What cannot be dropped now, since the server went away, the next run sweeps.
        await dropShadow(admin, name).catch(() => undefined);
      }
    });
  } finally {
    await server.letGo().catch(() => undefined);
  }
}

async function withAdmin<T>(server: ChosenServer, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const url = server.url(null);
  const admin = await connect(url).catch((error: unknown) => {
    throw shadowUnavailable(asDatabaseError(error, targetOf(new URL(url))).message, error);
  });
  try {
    return await work(admin);
  } finally {
    await admin.end().catch(() => undefined);
  }
}

/** A session that stays on the shadow database while it is in use: whoever sweeps sees it, and lets it be. */
async function withGuard<T>(url: string, work: (guard: pg.Client) => Promise<T>): Promise<T> {
  const guard = await connect(url);
  try {
    return await work(guard);
  } finally {
    await guard.end().catch(() => undefined);
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away between queries emits an error; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const ABOUT = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS "versionNumber",
       extract(epoch FROM now())::float8 AS now,
       ARRAY(SELECT name::text FROM pg_catalog.pg_available_extensions) AS extensions`;
const AboutRow = z.object({
  version: z.string(),
  versionNumber: z.number().int(),
  now: z.number(),
  extensions: z.array(z.string()),
});

async function askServer(admin: pg.Client) {
  const about = AboutRow.parse((await admin.query(ABOUT)).rows[0]);
  // Some builds add words of their own: `16.4 (Debian 16.4-1.pgdg120+1)`.
  return { ...about, version: about.version.split(' ')[0] ?? about.version };
}

/**
 * Which server a shadow database would be on, without starting one: by it an answer is remembered.
 * @throws ShadowUnavailableError
 */
export async function shadowServerVersion({
  shadowDatabaseUrl,
}: Pick<ServerChoice, 'shadowDatabaseUrl' | 'dataDir'>): Promise<string> {
  if (shadowDatabaseUrl !== null) {
    const server = await chooseServer({ shadowDatabaseUrl, dataDir: '' });
    return withAdmin(server, async (admin) => `user's PostgreSQL ${(await askServer(admin)).version}`);
  }
  return nativePostgresVersion().then(
    (version) => `own PostgreSQL ${version}`,
    (error: unknown) => {
      throw shadowUnavailable(messageOf(error), error);
    },
  );
}

/** @returns the URL as its owner */
async function create(
  admin: pg.Client,
  server: ChosenServer,
  name: string,
  versionNumber: number,
): Promise<string> {
  const database = admin.escapeIdentifier(name);
  const url = new URL(server.url(name));
  try {
    if (!server.isOurs) {
      // From template1, as Prisma does it: whoever may not create an extension has it there.
      await admin.query(`CREATE DATABASE ${database}`);
      return url.href;
    }
    url.password = await createShadowRole(admin, name, versionNumber);
    url.username = name;
    await admin.query(`CREATE DATABASE ${database} OWNER ${database} TEMPLATE template0`);
    return url.href;
  } catch (error) {
    throw shadowUnavailable(refusal(error, new URL(server.url(null))), error);
  }
}

function refusal(error: unknown, url: URL): string {
  const target = targetOf(url);
  const refused = asDatabaseError(error, target);
  return refused.code === '42501'
    ? `The user "${target.user}" of --shadow-database-url may not create databases at ${target.host}:${target.port}: give it CREATEDB, or name another server.`
    : refused.message;
}

/** Does not wait for work that was cancelled: its sessions end when the database is dropped. */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
