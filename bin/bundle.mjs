// Bundles the command line once per change of its sources. Imports only node: modules, so that the launcher can speak
// even when nothing is installed.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const STORE_SCHEMA = join('prisma', 'store', 'schema.prisma');
const STORE_CLIENT = join('src', 'generated', 'store', 'client.ts');
const SOURCES = [
  'src/cli',
  'src/server',
  'src/checks',
  'src/shared',
  'bin',
  'package-lock.json',
  STORE_SCHEMA,
];
const BUNDLE_NAME = /^cli-[0-9a-f]{16}(\.[0-9a-f]{8}\.tmp|\.mjs)?$/;
/** A bundle that another start is about to load is younger than this. */
const KEEP_OLD_BUNDLES_MS = 60_000;
/** They read files beside themselves (WASM, binaries), so they cannot be moved; pg-native is not installed. */
const NOT_BUNDLED = [
  'esbuild',
  '@prisma/schema-engine-wasm',
  '@prisma/prisma-schema-wasm',
  'libpg-query',
  'pg-native',
  'oxc-parser',
  'oxc-resolver',
];

/**
 * The folder of the bundle of the sources as they are now; it is made where it lacks.
 * @throws Error with a sentence that says where the sources have a fault
 */
export async function bundledInto(root) {
  if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
    throw new Error(
      `The packages are not installed in ${root}: run "npm start" there, or "node scripts/ensure.mjs".`,
    );
  }
  const buildDir = join(root, '.data', 'build');
  const buildId = hashSources(root);
  const folder = join(buildDir, `cli-${buildId}`);
  if (existsSync(join(folder, 'main.cjs'))) {
    const now = new Date();
    utimesSync(folder, now, now);
    return folder;
  }
  mkdirSync(buildDir, { recursive: true });
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    generateStoreClient(root);
    await build(root, join(temporary, 'main.cjs'), buildId);
    moveInto(folder, temporary);
  } catch (error) {
    throw new Error(`The command line could not be built: ${firstFault(error)}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  removeOldBundles(buildDir, folder);
  return folder;
}

/** The command line reads the store, and its client is no file of a fresh clone. */
function generateStoreClient(root) {
  const client = statSync(join(root, STORE_CLIENT), { throwIfNoEntry: false });
  if (client !== undefined && client.mtimeMs >= statSync(join(root, STORE_SCHEMA)).mtimeMs) return;
  const prisma = join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const { status, stderr, error } = spawnSync(
    process.execPath,
    [prisma, 'generate', '--schema', STORE_SCHEMA],
    {
      cwd: root,
      encoding: 'utf8',
      // Prisma's commands ask for an engine that they do not use: any executable will do.
      env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
    },
  );
  if (status !== 0) throw new Error(`the store's client could not be generated: ${error?.message ?? stderr}`);
}

async function build(root, outfile, buildId) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(root, 'src', 'cli', 'main.ts')],
    outfile,
    bundle: true,
    // One file with the packages in it: to find and read their hundreds of files takes longer than the rest of a start.
    // A script and no module, since only a script's compiled code can be kept on Node 20 (see run-script.mjs).
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: NOT_BUNDLED,
    // Such a script may not import either: packages come by require, what has a URL by src/server/import-module.ts.
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    banner: { js: "const DRIFTBOARD_FILE_URL=require('node:url').pathToFileURL(__filename).href;" },
    define: {
      DRIFTBOARD_BUILD_ID: JSON.stringify(buildId),
      'import.meta.url': 'DRIFTBOARD_FILE_URL',
      // As Node 21 and later have it. Without it, pg asks `Response` whether it runs at Cloudflare, and that loads all of fetch.
      navigator: '{"userAgent":"Node.js"}',
    },
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
    if (!existsSync(join(folder, 'main.cjs'))) throw error;
  }
}

function firstFault(error) {
  const first = error?.errors?.[0];
  if (first === undefined) return error?.message ?? String(error);
  return first.location ? `${first.location.file}:${first.location.line}: ${first.text}` : first.text;
}

/** Names, times and sizes: reading the contents would take longer than starting. */
function hashSources(root) {
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

function removeOldBundles(buildDir, current) {
  for (const name of readdirSync(buildDir)) {
    const path = join(buildDir, name);
    const old = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > KEEP_OLD_BUNDLES_MS;
    if (BUNDLE_NAME.test(name) && old && path !== current) rmSync(path, { recursive: true, force: true });
  }
}
