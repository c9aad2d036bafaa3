import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
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

/**
 * Bundles a TypeScript entry into one ESM file of a unique name below `<dataDir>/build`, so that nothing is written
 * beside the sources. Packages stay outside of it, by the full path at which they are found from `resolveDir`.
 * @returns the file; who asked for it removes it
 * @throws Error with a sentence that names the file and line that cannot be built
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
      // The watched application's own compiler settings must not change what is built here.
      tsconfigRaw: {},
      plugins: [packagesFrom(nearestFolder(resolveDir))],
    });
    return outfile;
  } catch (error) {
    throw new Error(buildSentence(entry, error));
  }
}

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
        return { path: pathToFileURL(found.path).href, external: true };
      });
    },
  };
}

function buildSentence(entry: string, error: unknown): string {
  const failure = BuildFailure.safeParse(error);
  const first = failure.success ? failure.data.errors[0] : undefined;
  if (first === undefined) {
    return `${entry} cannot be bundled: ${error instanceof Error ? error.message : String(error)}`;
  }
  const place = first.location === null ? entry : `${first.location.file}:${first.location.line}`;
  return `${entry} cannot be imported: ${place}: ${first.text}.`;
}
