// `npm run bench`: bundles the benchmark, then runs it. Imports only node: modules and esbuild, so that it runs from a
// fresh clone once `prebench` has installed the packages.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Inside the project, where its packages are found; of its own name, so that two runs do not meet.
const outfile = join(root, '.data', 'build', `bench-${process.pid}.mjs`);

process.on('exit', () => rmSync(outfile, { force: true }));
await build({
  absWorkingDir: root,
  entryPoints: [join(root, 'bench', 'main.ts')],
  outfile,
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
