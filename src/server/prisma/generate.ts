import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { redact } from '../../shared/redact';
import { readSchemaFiles } from '../probes/prisma/schema-files';
import { stageableGenerators } from './generator-output';
import { nameRealPaths } from './real-paths';
import type { SchemaFile } from './schema-text';
import { type StagedSchema, stageSchema } from './stage-schema';

const Manifest = z.object({ bin: z.union([z.string(), z.object({ prisma: z.string() })]) });

/** So many of the last lines stand in the sentence of a failure. */
const LINES_IN_ERROR = 12;

export type GenerateOptions = {
  /** `schema.prisma`, or the folder of a multi-file schema. */
  schemaPath: string;
  /** Other texts in place of those on disk, at the same paths. */
  files?: readonly SchemaFile[];
  /** An own, new folder; the caller removes it. */
  stagingDir: string;
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
  await run([cli, 'generate', '--schema', staged.schemaPath, ...wanted, '--no-hints'], staged, options);
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

function run(args: string[], { cwd, stagingDir }: StagedSchema, options: GenerateOptions): Promise<void> {
  options.signal.throwIfAborted();
  return new Promise((resolvePromise, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: prismaEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (raw) => {
        const line = redact(raw.replaceAll(stagingDir, '')).trimEnd();
        if (line === '') return;
        lines.push(line);
        options.onLine(line);
      });
    }
    const onAbort = () => child.kill('SIGKILL');
    options.signal.addEventListener('abort', onAbort, { once: true });
    child.once('error', (error) => {
      options.signal.removeEventListener('abort', onAbort);
      reject(new Error(`prisma generate could not be started: ${error.message}`));
    });
    child.once('close', (code) => {
      options.signal.removeEventListener('abort', onAbort);
      if (options.signal.aborted) return reject(options.signal.reason);
      if (code === 0) return resolvePromise();
      const words = lines.slice(-LINES_IN_ERROR).join('\n');
      reject(new Error(`prisma generate ended with code ${code}: ${words || 'it printed nothing.'}`));
    });
  });
}

/** Any executable will do as the engine: generating is WASM, and Prisma only looks whether the file is there. */
function prismaEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    // Run by npm's postinstall, Prisma would choose another place for its client.
    ([name]) => !/^DATABASE_URL$|^DRIFTBOARD_|^NEXT_|^INIT_CWD$|^npm_lifecycle_event$/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: process.env.NODE_ENV,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    // Packages that lack are told, never installed.
    PRISMA_GENERATE_SKIP_AUTOINSTALL: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NO_COLOR: '1',
  };
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
