import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PrismaPg } from '@prisma/adapter-pg';
import { build } from 'esbuild';
import { z } from 'zod';
import type { PrismaClient } from '../generated/americano/client';
import type { ClientSource } from './client-source';

export type ClientConstructor = new (options: { adapter: PrismaPg; errorFormat: 'minimal' }) => PrismaClient;

const ClientModule = z.object({
  PrismaClient: z.custom<ClientConstructor>((value) => typeof value === 'function', 'is not a class'),
  Prisma: z.object({ ModelName: z.record(z.string(), z.string()) }),
});

export type LoadedModule = { PrismaClient: ClientConstructor; models: string[] };

/**
 * Bundles the client into one file named by its fingerprint and imports it; one path gives one module for good, so a new
 * client needs a new name. In: the client on disk, the data folder. Rejects with a sentence when it cannot be bundled
 * or when what it exports is no Prisma Client.
 */
export async function importClient(source: ClientSource, dataDir: string): Promise<LoadedModule> {
  const code = await bundle(source);
  const dir = path.join(dataDir, 'client');
  const name = source.fingerprint.replace('sha256:', '');
  const file = path.join(dir, `${name}.mjs`);
  await mkdir(dir, { recursive: true });
  const staging = path.join(dir, `${name}.${process.pid}.tmp`);
  await writeFile(staging, code);
  await rename(staging, file);
  const url = pathToFileURL(file);
  // Node remembers a failed import by its URL too: without the digest a repaired file would keep failing.
  url.searchParams.set('bundle', createHash('sha256').update(code).digest('hex').slice(0, 16));
  const imported: unknown = await import(
    /* turbopackIgnore: true */ /* webpackIgnore: true */ url.href
  ).catch((error: unknown) => {
    throw new Error(`The generated Prisma Client cannot be imported: ${firstLine(error)}`, { cause: error });
  });
  const parsed = ClientModule.safeParse(imported);
  if (!parsed.success) {
    throw new Error(
      `What the generated client exports is no Prisma Client: ${z.prettifyError(parsed.error)}. Run \`npx prisma generate\`.`,
    );
  }
  return { PrismaClient: parsed.data.PrismaClient, models: Object.keys(parsed.data.Prisma.ModelName) };
}

async function bundle(source: ClientSource): Promise<string> {
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
