import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DEFAULT_GENERATE_MEMORY_MB, DEFAULT_GENERATE_TIMEOUT_MS } from '../../shared/config';
import { readSchemaFiles } from '../probes/prisma/schema-files';
import { type GenerateLimits, runPrisma } from './run-prisma';
import type { SchemaFile } from './schema-text';
import { stageSchema } from './stage-schema';

const Manifest = z.object({ bin: z.union([z.string(), z.object({ prisma: z.string() })]) });

const DEFAULT_LIMITS: GenerateLimits = {
  timeoutMs: DEFAULT_GENERATE_TIMEOUT_MS,
  memoryMb: DEFAULT_GENERATE_MEMORY_MB,
};

export type GenerateOptions = {
  /** `schema.prisma`, or the folder of a multi-file schema. */
  schemaPath: string;
  /** Other texts in place of those on disk, at the same paths. */
  files?: readonly SchemaFile[];
  /** An own, new folder; the caller removes it. */
  stagingDir: string;
  /** By default those of the settings' defaults. */
  limits?: GenerateLimits;
  signal: AbortSignal;
  /** Each line that Prisma prints, as it comes. */
  onLine: (line: string) => void;
};

/**
 * Runs `prisma generate` (the one installed beside the schema, else Driftboard's) on a copy of the schema, so that the
 * client lands in the staging folder and nothing that is in use is touched. Starts no shell, downloads nothing.
 * @returns the folder of the generated client
 * @throws Error with Prisma's own words when it fails; an AbortError when aborted, after the process has ended
 */
export async function generateClient(options: GenerateOptions): Promise<string> {
  const files = options.files ?? (await readSchemaFiles(options.schemaPath));
  await mkdir(options.stagingDir, { recursive: true });
  const staged = await stageSchema(files, options.schemaPath, options.stagingDir);
  const cli = await findPrismaCli(dirname(resolve(options.schemaPath)));
  const args = [
    cli,
    'generate',
    '--schema',
    staged.schemaPath,
    '--generator',
    staged.generator,
    '--no-hints',
  ];
  const { stagingDir, signal, onLine, limits = DEFAULT_LIMITS } = options;
  await runPrisma({ args, cwd: stagingDir, limits, signal, onLine, stagingDir });
  return staged.outputDir;
}

async function findPrismaCli(schemaDir: string): Promise<string> {
  for (const start of [schemaDir, dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (const folder of createRequire(join(start, 'x.js')).resolve.paths('prisma') ?? []) {
      const manifest = await readFile(join(folder, 'prisma', 'package.json'), 'utf8').catch(() => null);
      if (manifest === null) continue;
      const { bin } = Manifest.parse(JSON.parse(manifest));
      return join(folder, 'prisma', typeof bin === 'string' ? bin : bin.prisma);
    }
  }
  throw new Error(`Prisma's command line is not installed above ${schemaDir}: run npm install prisma there.`);
}
