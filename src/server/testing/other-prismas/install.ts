import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { LockedError, takeLocks, ticketOf } from '../../jobs/lock';
import { findProjectRoot } from '../../project-root';
import { type OtherPrismaVersion, OWN_PRISMA } from './versions';

/** A Prisma with its command line, its client and its adapter, at one version. */
export type OtherPrisma = {
  version: OtherPrismaVersion;
  /** Applications below it resolve its packages. */
  dir: string;
  nodeModules: string;
  /** Started with `process.execPath`. */
  cli: string;
  /** A file with the name of the native engine, which Prisma 5 and 6 copy into a client; null in 7. */
  engine: string | null;
};

const PACKAGES = ['prisma', '@prisma/client', '@prisma/adapter-pg'];
const INSTALL_TIMEOUT_MS = 300_000;
const LOOK_AGAIN_MS = 250;
const run = promisify(execFile);
const Kept = z.object({ version: z.string(), engine: z.string() });

/**
 * The Prisma of that version: Driftboard's own, or one that npm fetched once into `.data/prismas/<version>`. Several
 * test files may ask at once: one fetches, the others wait for it.
 * @throws Error with npm's own words when it cannot be had; a test must fail then, not be left out
 */
export async function prismaOf(
  version: OtherPrismaVersion,
  dataDir = join(findProjectRoot(), '.data'),
): Promise<OtherPrisma> {
  if (version === OWN_PRISMA) {
    const root = findProjectRoot();
    await expectVersions(root, version);
    return described(version, root, null);
  }
  const dir = join(dataDir, 'prismas', version);
  const lock = join(dataDir, 'locks', `prisma-${version}.lock`);
  const deadline = Date.now() + INSTALL_TIMEOUT_MS;
  for (;;) {
    const kept = await keptEngine(dir, version);
    if (kept !== null) return described(version, dir, join(dir, kept));
    try {
      const release = await takeLocks([lock], await ticketOf(`Installing Prisma ${version}`));
      try {
        if ((await keptEngine(dir, version)) === null) await install(version, dir);
      } finally {
        await release();
      }
    } catch (error) {
      if (!(error instanceof LockedError) || Date.now() > deadline) throw error;
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

function described(version: OtherPrismaVersion, dir: string, engine: string | null): OtherPrisma {
  const nodeModules = join(dir, 'node_modules');
  return { version, dir, nodeModules, cli: join(nodeModules, 'prisma', 'build', 'index.js'), engine };
}

/** The engine's name as it was noted when everything was in place; null where that never was, or is no more. */
async function keptEngine(dir: string, version: string): Promise<string | null> {
  try {
    const kept = Kept.parse(JSON.parse(await readFile(join(dir, 'complete.json'), 'utf8')));
    if (kept.version !== version) return null;
    await expectVersions(dir, version);
    return kept.engine;
  } catch {
    return null;
  }
}

/** Made aside and renamed, so that a folder which is there is whole. */
async function install(version: OtherPrismaVersion, dir: string): Promise<void> {
  const aside = `${dir}.installing`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  await writeFile(join(aside, 'package.json'), '{ "private": true }\n');
  const flags = [
    '--no-save',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
  ];
  const wanted = PACKAGES.map((name) => `${name}@${version}`);
  try {
    await run('npm', ['install', ...flags, ...wanted], { cwd: aside, timeout: INSTALL_TIMEOUT_MS });
  } catch (error) {
    const words = z.object({ stderr: z.string() }).safeParse(error);
    const reason = words.success && words.data.stderr !== '' ? words.data.stderr.trim() : String(error);
    throw new Error(
      `Prisma ${version} could not be fetched: ${reason}. The tests on its clients need the npm registry once.`,
      { cause: error },
    );
  }
  await expectVersions(aside, version);
  const engine = await engineName(aside);
  await writeFile(join(aside, engine), 'Stands for a native engine: it is copied, never run.\n');
  await writeFile(join(aside, 'complete.json'), `${JSON.stringify({ version, engine })}\n`);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dirname(dir), { recursive: true });
  await rename(aside, dir);
}

/** What Prisma calls the native engine of this platform. */
async function engineName(dir: string): Promise<string> {
  const ask = `const platform = require('@prisma/get-platform');
    platform.getBinaryTargetForCurrentPlatform().then((target) => console.log(platform.getNodeAPIName(target, 'fs')))`;
  const { stdout } = await run(process.execPath, ['-e', ask], { cwd: dir });
  return stdout.trim();
}

/** @throws Error when a package lacks or is of another version */
async function expectVersions(dir: string, version: string): Promise<void> {
  for (const name of PACKAGES) {
    const file = join(dir, 'node_modules', name, 'package.json');
    const manifest = z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8')));
    if (manifest.version !== version) {
      throw new Error(`${name} in ${dir} is ${manifest.version}, and the tests are written for ${version}.`);
    }
  }
}
