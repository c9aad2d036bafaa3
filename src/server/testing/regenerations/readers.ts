import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { withWholeFolder } from '../../probes/client/whole-folder';
import { digestOf, type Place } from './place';
import { fresh } from './processes';

/** What a reader did until it was stopped; each failure in the words of whoever failed. */
export type Tally = { times: number; failures: string[] };

/** Does something again and again, without a pause where none is given, until it is stopped. */
export function keepDoing(work: () => Promise<void>, pauseMs = 0): { stop(): Promise<Tally> } {
  const tally: Tally = { times: 0, failures: [] };
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      try {
        await work();
      } catch (error) {
        tally.failures.push(error instanceof Error ? error.message : String(error));
      }
      tally.times += 1;
      await sleep(pauseMs);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      return tally;
    },
  };
}

const REQUIRING = (dir: string) =>
  `const { PrismaClient, Prisma } = require(${JSON.stringify(dir)}); new PrismaClient({ adapter: { provider: 'postgres', adapterName: 'none', connect: async () => ({}) } }).user.count; console.log(Object.keys(Prisma.ModelName).join());`;

/** What an application in TypeScript does when it starts: a bundler reads the client and Node runs what it made. */
const BUNDLING = (entry: string) => `import { build } from 'esbuild';
import { writeFileSync, rmSync } from 'node:fs';
const { outputFiles: [made] } = await build({ entryPoints: [${JSON.stringify(entry)}], bundle: true, write: false, format: 'esm', platform: 'node', packages: 'external', logLevel: 'silent' });
const file = new URL('./bundle-' + process.pid + '.mjs', import.meta.url);
writeFileSync(file, made.text);
try { const { Prisma } = await import(file); console.log(Object.keys(Prisma.ModelName).join()); } finally { rmSync(file); }
`;

/** Fresh processes that require the client of the layout `prisma-client-js`, by its path. */
export function requireJs(place: Place): () => Promise<void> {
  return () => expectModels(['-e', REQUIRING(place.dirs.js)], place);
}

/** Fresh processes that bundle and import the client of the layout `prisma-client`, behind its link. */
export async function importLinked(place: Place): Promise<() => Promise<void>> {
  const script = join(place.root, 'import-linked.mjs');
  await writeFile(script, BUNDLING(join(place.dirs.linked, 'client.ts')));
  return () => expectModels([script], place);
}

async function expectModels(args: readonly string[], place: Place): Promise<void> {
  const { code, stdout, stderr } = await fresh(args, place);
  if (code !== 0 || !/^User(?:,Post)?$/.test(stdout.trim())) {
    throw new Error(`ended with ${code}: ${stdout}${stderr}`.slice(0, 500));
  }
}

/** Reads all files of every client, as our own readers do, and holds them against the two whole ones. */
export function readAll(place: Place): () => Promise<void> {
  const { dirs, whole } = place;
  return async () => {
    const found = {
      app: await withWholeFolder(dirs.app, () => digestOf(dirs.app)),
      js: await withWholeFolder(dirs.js, () => digestOf(dirs.js)),
      // Whoever has followed the link has one client for good.
      linked: await digestOf(await realpath(dirs.linked)),
    };
    for (const name of ['app', 'js', 'linked'] as const) {
      if (!whole[name].includes(found[name])) throw new Error(`${name} is neither of the two whole clients`);
    }
  };
}

const Answer = z.object({ users: z.literal(2), rss: z.number() });

/** Requests through the client that the application holds. */
export function request(baseUrl: string, onMemory: (rss: number) => void): () => Promise<void> {
  return async () => {
    const response = await fetch(`${baseUrl}/users`);
    const text = await response.text();
    const parsed = Answer.safeParse(JSON.parse(text));
    if (!response.ok || !parsed.success) throw new Error(`${response.status} ${text}`);
    onMemory(parsed.data.rss);
  };
}
