#!/usr/bin/env node
// The launcher: bundles the command line once per change of its sources, then runs it. It imports only node: modules, so
// that it can speak even when nothing is installed.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SOURCES = ['src/cli', 'src/server', 'src/checks', 'src/shared', 'package-lock.json'];
/** A folder, since the bundle is in parts: each command loads its own when it is called. */
const BUNDLE_NAME = /^cli-[0-9a-f]{16}(\.[0-9a-f]{8}\.tmp|\.mjs)?$/;
/** A process that has been running for long may still load a part of the bundle that it was started from. */
const KEEP_OLD_BUNDLES_MS = 24 * 3_600_000;
/** Found beside the files that they read at run time (WASM, binaries, Prisma's command line), so they cannot be moved. */
const NOT_BUNDLED = [
  'esbuild',
  '@prisma/schema-engine-wasm',
  '@prisma/prisma-schema-wasm',
  'libpg-query',
  'pg-native',
];

/** Packages of CommonJS in a bundle of modules ask for Node's own by `require`. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

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
  const buildId = hashSources();
  const folder = join(buildDir, `cli-${buildId}`);
  const file = join(folder, 'main.mjs');
  if (existsSync(file)) {
    const now = new Date();
    utimesSync(folder, now, now);
    return file;
  }
  mkdirSync(buildDir, { recursive: true });
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await buildInto(temporary, buildId);
    moveInto(folder, temporary);
  } catch (error) {
    throw new Error(`The command line could not be built: ${firstFault(error)}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  removeOldBundles(folder);
  return file;
}

async function buildInto(outdir, buildId) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: { main: entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Packages too: to find and read their many small files takes longer than everything else that a start does.
    external: NOT_BUNDLED,
    banner: { js: REQUIRE },
    define: { DRIFTBOARD_BUILD_ID: JSON.stringify(buildId) },
    sourcemap: 'linked',
    sourcesContent: false,
    alias: { '@': join(root, 'src') },
    logLevel: 'silent',
  });
}

/** Another start may have been quicker with the same bundle: then its folder stands there, whole. */
function moveInto(folder, temporary) {
  try {
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'main.mjs'))) throw error;
  }
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
    if (BUNDLE_NAME.test(name) && old && path !== current) rmSync(path, { recursive: true, force: true });
  }
}
