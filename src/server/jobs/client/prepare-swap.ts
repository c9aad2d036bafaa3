import { cp, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../probes/client/errors';
import { openAside } from './aside';
import { folderDigest } from './folder-digest';
import type { SwapEntry } from './swap-journal';
import { versionedLink } from './versioned-link';

/** Brings a staged client beside the one in use, safe from a power failure, and says what its swap will do. */
export async function prepareSwap(
  { target, staged }: { target: string; staged: string },
  id: string,
): Promise<SwapEntry> {
  const formerLink = await versionedLink(target);
  const place = await realPlace(target);
  await mkdir(dirname(place), { recursive: true });
  const aside = await openAside(place);
  const fresh = join(aside, `fresh-${id}`);
  await moveFolder(staged, fresh);
  await flushFolder(fresh);
  if (formerLink !== null) {
    const newLink = `${basename(place)}@${id}`;
    return { kind: 'link', target: place, formerLink, newLink, fresh, folder: join(dirname(place), newLink) };
  }
  const newDigest = await folderDigest(fresh);
  if (newDigest === null) throw new Error(`The new client in ${fresh} is gone.`);
  const formerDigest = await folderDigest(place);
  return {
    kind: 'folder',
    target: place,
    fresh,
    former: join(aside, `former-${id}`),
    newDigest,
    formerDigest,
  };
}

/** What is replaced: the link that names a folder of its own, or else the folder itself, wherever a link leads. */
export async function realPlace(target: string): Promise<string> {
  if ((await versionedLink(target)) !== null) return target;
  return realpath(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return target;
    throw error;
  });
}

/** A rename, or a copy where the two lie on different file systems. */
async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
    await rm(from, { recursive: true, force: true });
  }
}

/** A rename may reach the disk before the contents do: after a power failure there would be empty files. */
async function flushFolder(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(
    files.map(async (file) => {
      const handle = await open(file, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    }),
  );
}
