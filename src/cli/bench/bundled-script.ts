import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';

/** In: a source that is started as a process of its own. Out: its bundle, in Driftboard's folder, where its packages are found. */
export async function bundledScript(projectRoot: string, source: string): Promise<string> {
  const name = createHash('sha256').update(path.relative(projectRoot, source)).digest('hex').slice(0, 12);
  const outfile = path.join(projectRoot, '.data', 'build', `bench-${name}.mjs`);
  await build({
    absWorkingDir: projectRoot,
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    alias: { '@': path.join(projectRoot, 'src') },
    logLevel: 'silent',
  });
  return outfile;
}
