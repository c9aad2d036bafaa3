import { existsSync, realpathSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The `node_modules` in which `@prisma/client` is found from a schema, and the one in which it really lies (pnpm). */
export type Packages = { found: string; real: string };

const CLIENT = join('@prisma', 'client');

/** Null where `@prisma/client` is not installed above the schema. */
export function packagesOf(schemaDir: string): Packages | null {
  for (const folder of createRequire(join(schemaDir, 'schema.js')).resolve.paths(CLIENT) ?? []) {
    if (!existsSync(join(folder, CLIENT))) continue;
    return { found: folder, real: dirname(dirname(realpathSync(join(folder, CLIENT)))) };
  }
  return null;
}

/**
 * Lets Prisma find the application's own packages from the copy of the schema: it takes its runtime from there.
 * @param staged for a client in the default place, where each folder's copy is: Prisma writes that client beside the
 * real folder of `@prisma/client`, so that must be a folder of the copy. Null where links alone will do
 */
export async function stagePackages(
  packages: Packages,
  staged: ((path: string) => string) | null,
  stagingDir: string,
): Promise<void> {
  if (staged === null) {
    await symlink(packages.found, join(stagingDir, 'node_modules'), 'junction');
    return;
  }
  const { found, real } = packages;
  await copyShallow(join(real, CLIENT), staged(join(real, CLIENT)));
  await linkOthers(real, staged(real));
  if (found === real) return;
  await mkdir(staged(join(found, '@prisma')), { recursive: true });
  await symlink(staged(join(real, CLIENT)), staged(join(found, CLIENT)), 'junction');
  await linkOthers(found, staged(found));
}

/** A folder of its own with the package's files; the folders in it are links, where that does. */
async function copyShallow(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const path = join(from, entry.name);
    // The generator of Prisma 5 does nothing when it is started through a link.
    if (entry.name === 'generator-build') await cp(path, join(to, entry.name), { recursive: true });
    else if (entry.isDirectory()) await symlink(path, join(to, entry.name), 'junction');
    else if (entry.isFile()) await copyFile(path, join(to, entry.name));
  }
}

/** Prisma wants its command line, and its other packages, in the same `node_modules`. */
async function linkOthers(from: string, to: string): Promise<void> {
  const scope = join(from, '@prisma');
  const names = await readdir(scope).catch(() => []);
  const paths = [...names.filter((name) => name !== 'client').map((name) => join('@prisma', name)), 'prisma'];
  for (const path of paths) {
    if (existsSync(join(from, path))) await symlink(join(from, path), join(to, path), 'junction');
  }
}
