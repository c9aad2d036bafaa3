import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { z } from 'zod';

const BUILTINS = new Set(builtinModules);
const BuildFailure = z.object({
  errors: z
    .array(
      z.object({ text: z.string(), location: z.object({ file: z.string(), line: z.number() }).nullable() }),
    )
    .min(1),
});

/** A source cannot be built: the fault lies in what was to be bundled, not in the bundling. */
export class BuildError extends Error {}

/**
 * Bundles a TypeScript entry into one ESM file of a unique name below `<dataDir>/build`, so that nothing is written
 * beside the sources. Packages stay outside of it, by the full path at which they are found from `resolveDir`.
 * @returns the file; who asked for it removes it
 * @throws BuildError with a sentence that names the file and line that cannot be built
 */
export async function bundleToFile(entry: string, resolveDir: string, dataDir: string): Promise<string> {
  const folder = join(dataDir, 'build');
  const outfile = join(folder, `client-${randomUUID()}.mjs`);
  await mkdir(folder, { recursive: true });
  // Imported when needed: esbuild starts a process of its own.
  const { build } = await import('esbuild');
  try {
    await build({
      entryPoints: [entry],
      bundle: true,
      outfile,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      // A generator may be told to write .mts or .cts; whether the application finds these is for its own bundler to say.
      resolveExtensions: ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'],
      // The watched application's own compiler settings must not change what is built here.
      tsconfigRaw: {},
      plugins: [packagesFrom(nearestFolder(resolveDir)), ownPlaces],
      // For sources of CommonJS; a declaration could collide with one of theirs.
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module';\nglobalThis.require ??= requireFrom(import.meta.url);",
      },
    });
    return outfile;
  } catch (error) {
    const sentence = buildSentence(entry, error);
    if (sentence === null) throw error;
    throw new BuildError(sentence);
  }
}

/** A source that asks where it lies, to find an engine beside it, is told its own place and not the bundle's. */
const ownPlaces: Plugin = {
  name: 'own-places',
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!/import\.meta\.url|__dirname|__filename/.test(text)) return undefined;
      const own = (value: string) => JSON.stringify(value);
      const names = /import\.meta\.url/.test(text)
        ? ''
        : `var __dirname = ${own(dirname(path))}, __filename = ${own(path)}; `;
      return {
        // On the first line, so that the lines of errors stay what they are.
        contents: names + text.replaceAll('import.meta.url', own(pathToFileURL(path).href)),
        loader: /\.[cm]?ts$/.test(path) ? 'ts' : 'js',
      };
    });
  },
};

/** A client that is made for the first time has no folder yet; esbuild resolves nothing from a folder that lacks. */
function nearestFolder(dir: string): string {
  return existsSync(dir) || dirname(dir) === dir ? dir : nearestFolder(dirname(dir));
}

function packagesFrom(resolveDir: string): Plugin {
  return {
    name: 'packages-by-path',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.kind === 'entry-point' || args.pluginData === 'looked-up') return undefined;
        if (args.path.startsWith('node:') || BUILTINS.has(args.path))
          return { path: args.path, external: true };
        const found = await build.resolve(args.path, {
          resolveDir,
          kind: args.kind,
          pluginData: 'looked-up',
        });
        if (found.errors.length > 0) return { errors: found.errors };
        // require() takes no file URL, and import() of Windows no path.
        const path = args.kind.startsWith('require') ? found.path : pathToFileURL(found.path).href;
        return { path, external: true };
      });
    },
  };
}

/** Null where it is no failure of the sources. */
function buildSentence(entry: string, error: unknown): string | null {
  const failure = BuildFailure.safeParse(error);
  const first = failure.success ? failure.data.errors[0] : undefined;
  if (first === undefined) return null;
  const place = first.location === null ? entry : `${first.location.file}:${first.location.line}`;
  return `${entry} cannot be imported: ${place}: ${first.text}.`;
}
