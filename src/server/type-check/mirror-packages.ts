import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { exists } from '../embedded/platform';
import { isInside, isPackaged } from './list-files';
import type { MirrorFolder } from './mirror-folder';

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
});

const PRISMA_CLIENT = '@prisma/client';

export type PackageMirror = {
  /** The folders of the sources in the mirror. */
  folders: readonly string[];
  /** Where clients are generated into. */
  targets: readonly string[];
  /** What the compiler read inside `node_modules`. */
  packaged: readonly string[];
};

/**
 * Gives a mirror its packages: links to those of the application. TypeScript follows links and resolves from where they
 * lead, so what must come to the new client is no link: a package of the workspace leads to its place in the mirror, and
 * where a client is generated into `node_modules`, the packages that import it from there are copied.
 */
export async function mirrorPackages(mirror: MirrorFolder, input: PackageMirror): Promise<void> {
  const copied = await packagesToCopy(input);
  const stores = new Set([
    ...(await storesAbove(input.folders)),
    ...input.targets.flatMap((target) => storeOf(target) ?? []),
    ...[...copied].flatMap((one) => storeOf(one) ?? []),
  ]);
  // A store within a package: the package is a folder of the mirror, not a link.
  for (const store of [...stores]) {
    for (
      let outer = packageOf(dirname(store));
      outer !== null;
      outer = packageOf(dirname(storeOf(outer) ?? ''))
    ) {
      if (!basename(outer).startsWith('.')) copied.add(outer);
    }
  }
  for (const one of copied) {
    const nested = join(one, 'node_modules');
    if (await exists(nested)) stores.add(nested);
    const store = storeOf(one);
    if (store !== null) stores.add(store);
  }
  for (const one of copied) await copyTypes(mirror, one, one);
  for (const store of stores) await fillStore(mirror, store, copied, input.targets);
}

/** Puts the types of a folder in its place: sources, declarations and manifests, without what is nested in it. */
export async function copyTypes(mirror: MirrorFolder, from: string, as: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !/(\.[mc]?tsx?|^package\.json)$/.test(entry.name)) continue;
    const path = relative(from, join(entry.parentPath, entry.name));
    if (path.split(sep).includes('node_modules')) continue;
    await mirror.copy(join(from, path), join(as, path));
  }
}

/** Of the packages that were read, those that import the client that is generated beside them. */
async function packagesToCopy({ targets, packaged }: PackageMirror): Promise<Set<string>> {
  const copied = new Set<string>();
  const homes = targets.flatMap((target) => storeOf(target) ?? []);
  if (homes.length === 0) return copied;
  for (const home of homes) {
    const own = join(home, ...PRISMA_CLIENT.split('/'));
    if (await exists(own)) copied.add(await realpath(own));
  }
  const read = new Set(packaged.flatMap((file) => packageOf(file) ?? []));
  for (const one of read) if (await dependsOnClient(one)) copied.add(one);
  return copied;
}

async function dependsOnClient(packageDir: string): Promise<boolean> {
  const text = await readFile(join(packageDir, 'package.json'), 'utf8').catch(() => '{}');
  const parsed = Manifest.safeParse(JSON.parse(text));
  if (!parsed.success) return false;
  const { dependencies, peerDependencies } = parsed.data;
  return PRISMA_CLIENT in { ...dependencies, ...peerDependencies };
}

/** Every `node_modules` that Node would look into from the folders. */
async function storesAbove(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const start of folders) {
    for (let dir = start; !seen.has(dir); dir = dirname(dir)) {
      seen.add(dir);
      const store = join(dir, 'node_modules');
      if (basename(dir) !== 'node_modules' && (await exists(store))) found.push(store);
    }
  }
  return found;
}

async function fillStore(
  mirror: MirrorFolder,
  store: string,
  copied: ReadonlySet<string>,
  targets: readonly string[],
): Promise<void> {
  for (const entry of await entriesOf(store)) {
    const real = await realpath(entry).catch(() => null);
    const holdsTarget = targets.some((target) => target === entry || isInside(entry, target));
    // A link whose end is missing, the place of the client, what stands there already.
    if (real === null || holdsTarget || copied.has(entry)) continue;
    const own = mirror.at(real);
    const isWithin = copied.has(real) || (!isPackaged(real) && (await exists(own)));
    await mirror.link(entry, isWithin ? own : real);
  }
}

/** Packages, those of scopes each. Caches lie in folders with a dot, and what is written there must not be the original. */
async function entriesOf(store: string): Promise<string[]> {
  const names = await readdir(store);
  const nested = names
    .filter((name) => !name.startsWith('.') || name === '.prisma')
    .map(async (name) => {
      const path = join(store, name);
      if (!name.startsWith('@') && name !== '.prisma') return [path];
      const scope = await stat(path).catch(() => null);
      return scope?.isDirectory() ? (await readdir(path)).map((one) => join(path, one)) : [];
    });
  return (await Promise.all(nested)).flat();
}

/** The innermost `node_modules` that holds a path; null outside of any. */
function storeOf(path: string): string | null {
  const parts = path.split(sep);
  const at = parts.slice(0, -1).lastIndexOf('node_modules');
  return at === -1 ? null : parts.slice(0, at + 1).join(sep);
}

/** The folder of the package that a path within `node_modules` belongs to. */
function packageOf(path: string): string | null {
  const parts = path.split(sep);
  const at = parts.lastIndexOf('node_modules');
  const name = parts[at + 1];
  if (at === -1 || name === undefined) return null;
  const length = name.startsWith('@') ? 2 : 1;
  return parts.length < at + 1 + length ? null : parts.slice(0, at + 1 + length).join(sep);
}
