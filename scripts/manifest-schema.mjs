// Writes docs/manifest.schema.json and docs/index-manifest.schema.json, the forms of the manifests for editors, from the
// types that read them. With --check it writes nothing and ends with 1 where a file is another than it would write.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const probes = path.join(root, 'src', 'server', 'probes');
const schemas = [
  { entry: path.join(probes, 'http', 'manifest-schema.ts'), made: 'manifestSchema', name: 'manifest' },
  {
    entry: path.join(probes, 'indexes', 'manifest-schema.ts'),
    made: 'indexManifestSchema',
    name: 'index-manifest',
  },
];
for (const schema of schemas) await write(schema);

async function write({ entry, made, name }) {
  const shown = path.join('docs', `${name}.schema.json`);
  const file = path.join(root, shown);
  // Inside the project, where its packages are found; of its own name, so that two runs do not meet.
  const outfile = path.join(root, '.data', 'build', `${name}-schema-${process.pid}.mjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  const { [made]: schemaOf } = await import(pathToFileURL(outfile).href);
  const text = `${JSON.stringify(schemaOf(), null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    process.stdout.write(`written: ${shown}\n`);
  } else if (read(file) !== text) {
    process.stderr.write(`${shown} is not what the types say: run node scripts/manifest-schema.mjs.\n`);
    process.exitCode = 1;
  }
}

function read(from) {
  try {
    return readFileSync(from, 'utf8');
  } catch {
    // Not there is another than it should be.
    return null;
  }
}
