// Writes docs/manifest.schema.json, the form of a manifest for editors, from the types that read it. With --check it
// writes nothing and ends with 1 where the file is another than it would write.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const name = path.join('docs', 'manifest.schema.json');
const file = path.join(root, name);
// Inside the project, where its packages are found; of its own name, so that two runs do not meet.
const outfile = path.join(root, '.data', 'build', `manifest-schema-${process.pid}.mjs`);

process.on('exit', () => rmSync(outfile, { force: true }));
await build({
  absWorkingDir: root,
  entryPoints: [path.join(root, 'src', 'server', 'probes', 'http', 'manifest-schema.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { manifestSchema } = await import(pathToFileURL(outfile).href);
const text = `${JSON.stringify(manifestSchema(), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
  process.stdout.write(`written: ${name}\n`);
} else if (read(file) !== text) {
  process.stderr.write(`${name} is not what the types say: run node scripts/manifest-schema.mjs.\n`);
  process.exitCode = 1;
}

function read(from) {
  try {
    return readFileSync(from, 'utf8');
  } catch {
    // Not there is another than it should be.
    return null;
  }
}
