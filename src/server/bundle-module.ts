import { builtinModules } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { z } from 'zod';

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
const BUILTINS = new Set(builtinModules);

/**
 * A TypeScript, JavaScript or JSON file with all of its own project that it imports, as one text of JavaScript. Packages
 * stay where they are and are named by their full path.
 * @param instead texts of modules to take in the place of packages, by name
 * @throws LoadModuleError when it has a syntax error (with its line) or imports what is not there
 */
export async function bundleModule(
  path: string,
  projectRoot: string,
  instead: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
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
      // Where the file lies is asked from inside the bundle, which lies elsewhere.
      define: {
        'import.meta.url': JSON.stringify(pathToFileURL(path).href),
        'import.meta.dirname': JSON.stringify(dirname(path)),
        'import.meta.filename': JSON.stringify(path),
        __dirname: JSON.stringify(dirname(path)),
        __filename: JSON.stringify(path),
      },
      plugins: [modulesInstead(instead), packagesFromBothSides(projectRoot)],
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

function modulesInstead(texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'modules-instead',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, (args) =>
        texts.has(args.path) ? { path: args.path, namespace: 'instead' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'instead' }, (args) => ({
        contents: texts.get(args.path) ?? '',
      }));
    },
  };
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

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
