// `npm run bench`: bundles the benchmark, then runs it. Imports only node: modules and esbuild, so that it runs from a
// fresh clone once `prebench` has installed the packages.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Inside the project, where its packages are found; of its own name, so that two runs do not meet.
const outdir = join(root, '.data', 'build');
const name = `bench-${process.pid}`;
const [outfile, engine] = [join(outdir, `${name}.mjs`), join(outdir, `${name}-engine.mjs`)];

process.on('exit', () => {
  for (const file of [outfile, engine]) rmSync(file, { force: true });
});
await build({
  absWorkingDir: root,
  entryPoints: [
    { in: join(root, 'bench', 'main.ts'), out: name },
    // Of its own, so that it loads nothing of ours.
    { in: join(root, 'bench', 'engine-process.ts'), out: `${name}-engine` },
  ],
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  sourcesContent: false,
  alias: { '@': join(root, 'src') },
  logLevel: 'warning',
});
process.argv[1] = outfile;
await import(pathToFileURL(outfile).href);
