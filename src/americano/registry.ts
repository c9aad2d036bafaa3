import { hostname } from 'node:os';
import { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaClient } from '../generated/americano/client';
import type { LoadedClient } from '../shared/client';
import { redact } from '../shared/redact';
import { bundleClient, importClient } from './client-module';
import { clientPaths } from './client-paths';
import { readClientSource } from './client-source';
import { readCommit } from './commit';
import { schemaFingerprint } from './fingerprint';
import { withWholeFolder } from './whole-folder';

/** After this long an old client is disconnected even if a request still holds it. */
const MAX_GRACE_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 5;

type Entry = { client: PrismaClient; loaded: LoadedClient; inFlight: number; onIdle: (() => void) | null };
type Registry = { current: Entry | null; loading: Promise<Entry> | null };

declare global {
  // Each route is a bundle with its own copy of this module; the process has one client.
  var americanoRegistry: Registry | undefined;
}

function registry(): Registry {
  globalThis.americanoRegistry ??= { current: null, loading: null };
  return globalThis.americanoRegistry;
}

/** The client in memory; loaded from disk at the first call, which concurrent callers share. Rejects with a sentence. */
export async function getClient(): Promise<PrismaClient> {
  return (await currentEntry()).client;
}

/**
 * Runs `work` with the client in memory and its fingerprint; a reload meanwhile leaves that client connected until `work`
 * has settled.
 */
export async function withClient<T>(
  work: (client: PrismaClient, fingerprint: string) => Promise<T>,
): Promise<T> {
  const entry = await currentEntry();
  entry.inFlight += 1;
  try {
    return await work(entry.client, entry.loaded.fingerprint);
  } finally {
    entry.inFlight -= 1;
    if (entry.inFlight === 0) entry.onIdle?.();
  }
}

/**
 * Takes up the client that lies on disk now, and disconnects the former one when its requests are done. Rejects with a
 * sentence when the new one cannot be loaded; the former one then stays. Concurrent reloads come one after the other.
 */
export async function reloadClient(): Promise<LoadedClient> {
  const state = registry();
  const before = state.loading?.catch(() => null) ?? Promise.resolve(null);
  return (await startLoading(state, before)).loaded;
}

/** Which client this process holds in memory, or null before the first load. */
export function loadedClient(): LoadedClient | null {
  return registry().current?.loaded ?? null;
}

/** Disconnects and forgets the client, for tests and an orderly end of the process. */
export async function unloadClient(): Promise<void> {
  const state = registry();
  await state.loading?.catch(() => null);
  const entry = state.current;
  state.current = null;
  await entry?.client.$disconnect();
}

async function currentEntry(): Promise<Entry> {
  const state = registry();
  if (!state.current) await (state.loading ?? startLoading(state, Promise.resolve(null)));
  return state.current ?? currentEntry();
}

function startLoading(state: Registry, before: Promise<unknown>): Promise<Entry> {
  const loading: Promise<Entry> = before
    .then(load)
    .then((entry) => {
      const former = state.current;
      state.current = entry;
      if (former) void retire(former);
      return entry;
    })
    .finally(() => {
      if (state.loading === loading) state.loading = null;
    });
  state.loading = loading;
  return loading;
}

async function load(): Promise<Entry> {
  const paths = clientPaths();
  const { source, code } = await withWholeFolder(paths.clientDir, async () => {
    const read = await readClientSource(paths.clientDir);
    return { source: read, code: await bundleClient(read) };
  });
  const module = await importClient(source, code, paths.dataDir);
  const client = new module.PrismaClient({ adapter: adapter(), errorFormat: 'minimal' });
  const inMemory = schemaInside(client);
  if (inMemory !== null && schemaFingerprint(inMemory) !== source.schemaFingerprint) {
    await client.$disconnect();
    throw new Error('The generated Prisma Client was rewritten while it was being loaded. Reload it again.');
  }
  const loaded: LoadedClient = {
    fingerprint: source.fingerprint,
    schemaFingerprint: source.schemaFingerprint,
    version: source.version,
    models: module.models,
    pid: process.pid,
    startedAt: new Date(performance.timeOrigin).toISOString(),
    loadedAt: new Date().toISOString(),
    commit: await readCommit(paths.projectDir),
    instance: hostname(),
  };
  return { client, loaded, inFlight: 0, onIdle: null };
}

function adapter(): PrismaPg {
  const url = process.env.DATABASE_URL;
  if (!url) {
    throw new Error(
      'DATABASE_URL is not set, so Americano has no database. Set it to a postgresql:// URL and restart.',
    );
  }
  const schema = URL.canParse(url) ? new URL(url).searchParams.get('schema') : null;
  return new PrismaPg(
    {
      connectionString: url,
      application_name: 'americano',
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    },
    schema ? { schema } : undefined,
  );
}

/** The schema text that the instance itself carries; a private member of Prisma, so it may lack. */
function schemaInside(client: PrismaClient): string | null {
  const config: unknown = Reflect.get(client, '_engineConfig');
  if (typeof config !== 'object' || config === null || !('inlineSchema' in config)) return null;
  return typeof config.inlineSchema === 'string' ? config.inlineSchema : null;
}

async function retire(entry: Entry): Promise<void> {
  if (entry.inFlight > 0) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, MAX_GRACE_MS);
      timer.unref();
      entry.onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  await entry.client.$disconnect().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.emitWarning(redact(`The former Prisma Client could not be disconnected: ${reason}`));
  });
}
