import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpContext } from './options';
import { hashTree, isStamped, writeStamp } from './stamps';

const CLIENT = 'src/generated/americano';
const STORE_CLIENT = 'src/generated/store';
const STORE_SCHEMA = 'prisma/store/schema.prisma';
const AMERICANO_SCHEMA = 'prisma/schema.prisma';
const PRISMA_VERSION = 'node_modules/@prisma/client/package.json';

/** Generates Americano's client when it is missing or is not the schema's, unless a demo made it stale on purpose. */
export async function ensureClient(context: UpContext): Promise<void> {
  await context.progress.phase('Prisma Client', async (update) => {
    if (await isStaleOnPurpose(context)) return 'Prisma Client: left stale by the demo "stale-client"';
    // Beside what it speaks of: several data folders share one client.
    const stamp = join(context.projectRoot, 'src', 'generated', 'client-stamp');
    if (clientExists(context) && (await isStamped(stamp, await hashClient(context)))) {
      return 'Prisma Client: up to date';
    }
    update('generating');
    await generate(context);
    await writeStamp(stamp, await hashClient(context));
    return 'Prisma Client: generated';
  });
}

/** Generates the client of Driftboard's own store when it is missing or is not its schema's: the pages are built with it. */
export async function ensureStoreClient(context: UpContext): Promise<void> {
  await context.progress.phase('Store client', async (update) => {
    const stamp = join(context.projectRoot, 'src', 'generated', 'store-stamp');
    const hash = () => hashTree(context.projectRoot, [STORE_SCHEMA, PRISMA_VERSION, STORE_CLIENT]);
    if (await isStamped(stamp, await hash())) return null;
    // A test's project, or an installation without it, has no store to make a client for.
    if (!existsSync(join(context.projectRoot, STORE_SCHEMA))) return null;
    update('generating');
    await generate(context, STORE_SCHEMA);
    await writeStamp(stamp, await hash());
    return 'Store client: generated';
  });
}

/**
 * Runs `work` with a client that fits the schema, and puts the stale one of a demo back afterwards: a build against
 * that one would fail on its missing types.
 */
export async function withFreshClient(context: UpContext, work: () => Promise<void>): Promise<void> {
  if (!(await isStaleOnPurpose(context))) return work();
  const folder = join(context.projectRoot, CLIENT);
  const aside = join(context.dataDir, 'build', 'stale-client');
  await rm(aside, { recursive: true, force: true });
  await cp(folder, aside, { recursive: true });
  try {
    await generate(context);
    await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  }
}

async function generate(context: UpContext, schema = AMERICANO_SCHEMA): Promise<void> {
  const prisma = join(context.projectRoot, 'node_modules', 'prisma', 'build', 'index.js');
  await context.children.run(
    'Generating the Prisma Client',
    {
      args: [prisma, 'generate', '--schema', schema],
      cwd: context.projectRoot,
      // Prisma would download an engine that it does not need for this; any executable keeps it from trying.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
      logFile: join(context.dataDir, 'logs', 'generate.log'),
    },
    context.signal,
  );
}

const clientExists = (context: UpContext) => existsSync(join(context.projectRoot, CLIENT, 'client.ts'));

/** A demo's stale client; a folder without any client is nobody's purpose. */
async function isStaleOnPurpose(context: UpContext): Promise<boolean> {
  const marker = await readFile(join(context.dataDir, 'demo', 'state.json'), 'utf8').catch(() => '');
  return marker.includes('stale-client') && clientExists(context);
}

/** Schema, Prisma's version and what is embedded in the client: a change of either side asks for a new one. */
function hashClient(context: UpContext): Promise<string> {
  return hashTree(context.projectRoot, [AMERICANO_SCHEMA, PRISMA_VERSION, CLIENT]);
}
