#!/usr/bin/env node
// The launcher: bundles the command line once per change of its sources, then runs it. It imports only node: modules, so
// that it can speak even when nothing is installed.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SOURCES = ['src/cli', 'src/server', 'src/checks', 'src/shared', 'package-lock.json'];
const BUNDLE_NAME = /^cli-[0-9a-f]{16}\.mjs$/;
/** A bundle that another start is about to import is younger than this. */
const KEEP_OLD_BUNDLES_MS = 60_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entry = join(root, 'src', 'cli', 'main.ts');
const buildDir = join(root, '.data', 'build');

try {
  checkNode();
  if (process.env.DRIFTBOARD_DEBUG) process.setSourceMapsEnabled(true);
  await import(pathToFileURL(await bundle()).href);
} catch (error) {
  console.error(process.env.DRIFTBOARD_DEBUG ? error : `driftboard: ${error?.message ?? error}`);
  process.exitCode = 70;
}
// The command has ended, but a timer inside Prisma's schema engine would keep the process for another 10 s.
for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done));
process.exit();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
}

async function bundle() {
  if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
    throw new Error(
      `The packages are not installed in ${root}: run "npm start" there, or "node scripts/ensure.mjs".`,
    );
  }
  const file = join(buildDir, `cli-${hashSources()}.mjs`);
  if (existsSync(file)) {
    const now = new Date();
    utimesSync(file, now, now);
    return file;
  }
  mkdirSync(buildDir, { recursive: true });
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  const { build } = await import('esbuild');
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: temporary,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: 'inline',
      sourcesContent: false,
      alias: { '@': join(root, 'src') },
      logLevel: 'silent',
    });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(`The command line could not be built: ${firstFault(error)}`);
  }
  removeOldBundles(file);
  return file;
}

function firstFault(error) {
  const first = error?.errors?.[0];
  if (first === undefined) return error?.message ?? String(error);
  return first.location ? `${first.location.file}:${first.location.line}: ${first.text}` : first.text;
}

/** Names, times and sizes: reading the contents would take longer than starting. */
function hashSources() {
  const hash = createHash('sha256').update(process.versions.node);
  const visit = (path) => {
    const info = statSync(path, { throwIfNoEntry: false });
    if (info === undefined) return;
    if (info.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!name.includes('.test.')) visit(join(path, name));
    } else {
      hash.update(`${path}\0${info.mtimeMs}\0${info.size}\n`);
    }
  };
  for (const source of SOURCES) visit(join(root, source));
  return hash.digest('hex').slice(0, 16);
}

function removeOldBundles(current) {
  for (const name of readdirSync(buildDir)) {
    const path = join(buildDir, name);
    const old = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > KEEP_OLD_BUNDLES_MS;
    const ours = BUNDLE_NAME.test(name) || /^cli-.*\.tmp$/.test(name);
    if (ours && old && path !== current) rmSync(path, { force: true });
  }
}
