import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpContext } from './options';
import { hashTree, isStamped, writeStamp } from './stamps';

const CLIENT = 'src/generated/americano';

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

async function generate(context: UpContext): Promise<void> {
  const prisma = join(context.projectRoot, 'node_modules', 'prisma', 'build', 'index.js');
  await context.children.run(
    'Generating the Prisma Client',
    {
      args: [prisma, 'generate', '--schema', join('prisma', 'schema.prisma')],
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
  const version = 'node_modules/@prisma/client/package.json';
  return hashTree(context.projectRoot, ['prisma/schema.prisma', version, CLIENT]);
}
