import { lstat, readdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode } from '../../probes/client/errors';

/** So long a folder that the link no longer names stays for who began to read in it. */
const GRACE_MS = 60_000;

/**
 * What a link says that names a folder of its own: `prisma` → `prisma@…` beside it. Any other link leads to a folder that
 * may serve others too, so the folder is replaced and the link left alone. Null for those, and for what is no link.
 */
export async function versionedLink(target: string): Promise<string | null> {
  const text = await readlink(target).catch((error: unknown) => {
    if (errorCode(error) === 'EINVAL' || errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const folder = resolve(dirname(target), text);
  const own =
    dirname(folder) === dirname(resolve(target)) && basename(folder).startsWith(`${basename(target)}@`);
  return own ? text : null;
}

/** Lets the link name another folder, in one step: a new link is renamed over the old one. */
export async function pointLink(target: string, text: string): Promise<void> {
  const draft = join(dirname(target), `.driftboard-${basename(target)}.link`);
  await rm(draft, { force: true });
  await symlink(text, draft, 'junction');
  await rename(draft, target);
}

/** Removes the folders of a link that it has not named for a while. */
export async function dropFormerFolders(target: string, nowMs: number = Date.now()): Promise<void> {
  const parent = dirname(target);
  const current = basename(await readlink(target));
  const names = await readdir(parent);
  const folders = await Promise.all(
    names
      .filter((name) => name.startsWith(`${basename(target)}@`))
      .map(async (name) => ({ name, madeMs: (await stat(join(parent, name))).mtimeMs })),
  );
  folders.sort((a, b) => a.madeMs - b.madeMs);
  // The next one took its place when it came, and the link is as old as the last change.
  const linkMs = (await lstat(target)).mtimeMs;
  for (const [index, { name }] of folders.entries()) {
    const replacedMs = folders[index + 1]?.madeMs ?? linkMs;
    if (name !== current && nowMs - replacedMs > GRACE_MS) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}
