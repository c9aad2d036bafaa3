#!/usr/bin/env node
// The launcher: bundles the command line once per change of its sources, then runs it. It imports only node: modules, so
// that it can speak even when nothing is installed.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledInto } from './bundle.mjs';
import { runScript } from './run-script.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Lent to the bundle, see src/server/import-module.ts.
globalThis[Symbol.for('driftboard.import')] = (url) => import(url);

try {
  checkNode();
  const folder = await bundledInto(root);
  if (process.env.DRIFTBOARD_DEBUG) await debug(folder);
  else await runScript(folder, process.argv[2]);
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

/** Node's own way, in which stacks name the sources. */
async function debug(folder) {
  process.setSourceMapsEnabled(true);
  await createRequire(import.meta.url)(join(folder, 'main.cjs')).ended;
}
