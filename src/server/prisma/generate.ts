import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DEFAULT_GENERATE_MEMORY_MB, DEFAULT_GENERATE_TIMEOUT_MS } from '../../shared/config';
import { readSchemaFiles } from '../probes/prisma/schema-files';
import { stageableGenerators } from './generator-output';
import { nameRealPaths } from './real-paths';
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

/** A client as it was made aside, and the folder that it is made for. */
export type GeneratedAside = { generator: string; target: string; staged: string };

/**
 * Runs `prisma generate` (the one installed beside the schema, else Driftboard's) on a copy of the schema, so that the
 * clients of all its generators land in the staging folder and nothing that is in use is touched. Other generators of
 * the schema (diagrams, validators) are not run: they would write into their real places. Starts no shell.
 * @returns each client, in the order of the schema
 * @throws Error with Prisma's own words when it fails; an AbortError when aborted, after the process has ended
 */
export async function generateClients(options: GenerateOptions): Promise<GeneratedAside[]> {
  const files = options.files ?? (await readSchemaFiles(options.schemaPath));
  const generators = stageableGenerators(files);
  const staged = await stageSchema(files, options.schemaPath, generators, options.stagingDir);
  const cli = await findPrismaCli(dirname(resolve(options.schemaPath)));
  const wanted = generators.flatMap(({ name }) => ['--generator', name]);
  const args = [cli, 'generate', '--schema', staged.schemaPath, ...wanted, '--no-hints'];
  const { signal, onLine, limits = DEFAULT_LIMITS } = options;
  await runPrisma({ args, cwd: staged.cwd, limits, signal, onLine, stagingDir: staged.stagingDir });
  for (const output of staged.outputs) {
    if (!existsSync(output.staged)) {
      throw new Error(
        `prisma generate ended well and wrote no client for the generator "${output.generator}": run npx prisma generate by hand to see what it does.`,
      );
    }
    await nameRealPaths(output.staged, staged.stagingDir, staged.base);
  }
  return staged.outputs;
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
