import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { z } from 'zod';
import { findProjectRoot } from '../../project-root';

const ROUTE = 'docs/health-client-route.md';

/** The blocks of TypeScript in the page, by the file that their first line names. */
export async function routeSnippets(): Promise<Map<string, string>> {
  const page = await readFile(join(findProjectRoot(), ROUTE), 'utf8');
  const blocks = [...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)];
  return new Map(blocks.map(([, file = '', code = '']) => [file, code]));
}

/** Builds a block of the page, by the file that it names, in the folder of an application. */
export async function buildSnippet(file: string, src: string): Promise<string> {
  const code = (await routeSnippets()).get(file);
  if (code === undefined) throw new Error(`${ROUTE} has no block for ${file}.`);
  return buildSource(file, code, src);
}

/**
 * Builds a source in the folder of an application, with `client-health.ts` beside it, as the application's own bundler
 * would: packages and the generated client stay outside.
 * @returns the file to run or import
 */
export async function buildSource(file: string, code: string, src: string): Promise<string> {
  await copyFile(
    join(findProjectRoot(), 'docs', 'health-client', 'client-health.ts'),
    join(src, 'client-health.ts'),
  );
  const name = file.replaceAll(/[/.]/g, '-');
  const source = join(src, `${name}.ts`);
  const outfile = join(src, `${name}.mjs`);
  await writeFile(source, code);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['./generated/*'],
    alias: { '@': src },
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return outfile;
}

/** `prisma.ts` of an application whose client is of the layout `prisma-client-js`. */
export const PRISMA_MODULE = `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/index.js';

export const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }),
});
`;

/** A real process of an application. */
export type TestProcess = { baseUrl: string; pid: number; stop(): Promise<void> };

/**
 * Starts a server in a process of its own on a free port, and waits until it answers.
 * @throws Error with what it printed, when it ends or does not answer
 */
export async function startProcess(file: string, env: Record<string, string>): Promise<TestProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    if (child.pid !== undefined && (await answers(baseUrl))) {
      return { baseUrl, pid: child.pid, stop: () => stop(child) };
    }
    await sleep(50);
  }
  await stop(child);
  throw new Error(`${file} does not answer: ${printed}`);
}

async function answers(baseUrl: string): Promise<boolean> {
  // Any status will do: it listens.
  return fetch(`${baseUrl}/api/health/client`).then(
    () => true,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
