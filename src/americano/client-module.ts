import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PrismaPg } from '@prisma/adapter-pg';
import { build } from 'esbuild';
import { z } from 'zod';
import type { PrismaClient } from '../generated/americano/client';
import type { ClientSource } from './client-source';

/** A bundle is imported within seconds of being written. */
const LEFT_AFTER_MS = 60_000;

export type ClientConstructor = new (options: { adapter: PrismaPg; errorFormat: 'minimal' }) => PrismaClient;

const ClientModule = z.object({
  PrismaClient: z.custom<ClientConstructor>((value) => typeof value === 'function', 'is not a class'),
  Prisma: z.object({ ModelName: z.record(z.string(), z.string()) }),
});

export type LoadedModule = { PrismaClient: ClientConstructor; models: string[] };

/**
 * Imports a bundle of the client from a file named by its fingerprint; one path gives one module for good, so a new
 * client needs a new name. The file is removed at once, since the module is in memory then. In: what the client says of
 * itself, its bundle, the data folder. Rejects with a sentence when what it exports is no Prisma Client.
 */
export async function importClient(
  source: ClientSource,
  code: string,
  dataDir: string,
): Promise<LoadedModule> {
  const dir = path.join(dataDir, 'client');
  // Two processes may load from one data folder: neither removes what the other is about to import.
  const name = `${source.fingerprint.replace('sha256:', '')}.${process.pid}`;
  const file = path.join(dir, `${name}.mjs`);
  await mkdir(dir, { recursive: true });
  await writeFile(file, code);
  const url = pathToFileURL(file);
  // Node remembers a failed import by its URL too: without the digest a repaired file would keep failing.
  url.searchParams.set('bundle', createHash('sha256').update(code).digest('hex').slice(0, 16));
  const imported: unknown = await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ url.href)
    .catch((error: unknown) => {
      throw new Error(`The generated Prisma Client cannot be imported: ${firstLine(error)}`, {
        cause: error,
      });
    })
    .finally(() => removeBundles(dir, file));
  const parsed = ClientModule.safeParse(imported);
  if (!parsed.success) {
    throw new Error(
      `What the generated client exports is no Prisma Client: ${z.prettifyError(parsed.error)}. Run \`npx prisma generate\`.`,
    );
  }
  return { PrismaClient: parsed.data.PrismaClient, models: Object.keys(parsed.data.Prisma.ModelName) };
}

/** Removes a bundle that is imported by now, and those that killed processes left. */
async function removeBundles(dir: string, file: string): Promise<void> {
  await rm(file, { force: true });
  const now = Date.now();
  for (const name of await readdir(dir)) {
    const left = path.join(dir, name);
    const found = await stat(left).catch(() => null);
    if (found !== null && now - found.mtimeMs > LEFT_AFTER_MS) await rm(left, { force: true });
  }
}

/** Bundles the client into the text of one module. Rejects with a sentence where that cannot be done. */
export async function bundleClient(source: ClientSource): Promise<string> {
  const result = await build({
    entryPoints: [source.entryFile],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw new Error(
      `The generated Prisma Client cannot be bundled: ${firstLine(error)} Run \`npx prisma generate\`.`,
      { cause: error },
    );
  });
  const [output] = result.outputFiles;
  if (!output) throw new Error('esbuild gave no output for the generated Prisma Client.');
  return output.text;
}

/** esbuild and Node name whole paths; the last part is enough for a reader and tells nothing of the machine. */
function firstLine(error: unknown): string {
  const lines = error instanceof Error ? error.message.split('\n') : [String(error)];
  const line = lines.length > 1 && /^Build failed/.test(lines[0] ?? '') ? lines[1] : lines[0];
  return (line ?? '').replace(/(?:file:\/\/)?(?:\/[^\s/'"]+)+\/([^\s/'"]+)/g, '$1');
}
