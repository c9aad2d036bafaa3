import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { z } from 'zod';
import { findProjectRoot } from './project-root';

/** A settings or manifest file that cannot be used; its message is a sentence with the place and the reason. */
export class LoadModuleError extends Error {
  override name = 'LoadModuleError';
}

const buildFailureSchema = z.object({
  errors: z
    .array(
      z.object({
        text: z.string(),
        location: z.object({ file: z.string(), line: z.number() }).nullable(),
      }),
    )
    .min(1),
});
const moduleSchema = z.looseObject({});
const BUILTINS = new Set(builtinModules);

/**
 * Loads a TypeScript, JavaScript or JSON file of settings.
 * @returns its default export, or all its exports when it has none
 * @throws LoadModuleError when it is missing, has a syntax error (with its line), or throws while it runs
 */
export async function loadTsModule(file: string, projectRoot = findProjectRoot()): Promise<unknown> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new LoadModuleError(`${path} does not exist: check the path, or create the file.`);
  const code = await bundle(path, projectRoot);
  const url = pathToFileURL(await writeOnce(code, join(projectRoot, '.data', 'build'))).href;
  const loaded = moduleSchema.parse(await importFresh(url, path));
  return 'default' in loaded ? loaded.default : loaded;
}

async function bundle(path: string, projectRoot: string): Promise<string> {
  const { build } = await import('esbuild');
  try {
    const result = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      plugins: [packagesFromBothSides(projectRoot)],
    });
    return result.outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new LoadModuleError(buildSentence(path, error));
  }
}

function buildSentence(path: string, error: unknown): string {
  const failure = buildFailureSchema.safeParse(error);
  const first = failure.success ? failure.data.errors[0] : undefined;
  if (first === undefined) return `${path} could not be read: ${reasonOf(error)}.`;
  const place = first.location === null ? path : `${resolve(first.location.file)}:${first.location.line}`;
  return `${place} has an error: ${first.text}.`;
}

/**
 * The bundle lies in Driftboard's folder, the file perhaps in another project: its packages are looked up beside the
 * file first, then here, and named by their full path. What is no package (a path alias) becomes part of the bundle.
 */
function packagesFromBothSides(projectRoot: string): Plugin {
  return {
    name: 'packages-from-both-sides',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.kind === 'entry-point' || args.pluginData === 'looked-up') return undefined;
        if (args.path.startsWith('node:') || BUILTINS.has(args.path))
          return { path: args.path, external: true };
        for (const resolveDir of [args.resolveDir, projectRoot]) {
          const found = await build.resolve(args.path, {
            resolveDir,
            kind: args.kind,
            pluginData: 'looked-up',
          });
          if (found.errors.length > 0) continue;
          if (!/[\\/]node_modules[\\/]/.test(found.path)) return { path: found.path };
          return { path: pathToFileURL(found.path).href, external: true };
        }
        return undefined;
      });
    },
  };
}

/** Node keeps a module by its path for ever, so each content has a file name of its own. */
async function writeOnce(code: string, folder: string): Promise<string> {
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const target = join(folder, `config-${hash}.mjs`);
  if (existsSync(target)) return target;
  await mkdir(folder, { recursive: true });
  const temporary = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(temporary, code);
  await rename(temporary, target);
  return target;
}

async function importFresh(url: string, path: string): Promise<unknown> {
  try {
    return await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ url);
  } catch (error) {
    throw new LoadModuleError(`${basename(path)} stopped with an error while it ran: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
