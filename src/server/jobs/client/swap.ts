import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exists } from '../../embedded/platform';
import { errorCode, errorText } from '../../probes/client/errors';

const OLD = '.driftboard-old-';
const NEW = '.driftboard-new-';

/** What can still be done after a swap: exactly one of the two. */
export type Swapped = {
  /** Removes the former client for good. */
  keep(): Promise<void>;
  /** Puts the former client back, or nothing where there was none. */
  rollback(): Promise<void>;
};

/**
 * Puts a staged client in the place of the one that is in use, by renaming whole folders: there is the old one or the
 * new one, never a mixture. On a failure the old one is put back before the error is thrown.
 * @param id unique: names the folders beside `target` that exist in between
 */
export async function swapClient(target: string, staged: string, id: string): Promise<Swapped> {
  const fresh = `${target}${NEW}${id}`;
  const old = `${target}${OLD}${id}`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await moveFolder(staged, fresh);
    const hadOne = await renameIfThere(target, old);
    try {
      await rename(fresh, target);
    } catch (error) {
      if (hadOne) await rename(old, target);
      throw error;
    }
    return {
      keep: () => rm(old, { recursive: true, force: true }),
      rollback: async () => {
        const aside = `${target}${NEW}${id}`;
        await rename(target, aside);
        if (hadOne) await rename(old, target);
        await rm(aside, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw new Error(
      `The client in ${target} could not be replaced (${errorText(error)}); the old one stays.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Tidies up after a swap whose process was killed: a client that had been renamed away and never replaced is put back,
 * other remains are removed. Call it only under the lock.
 * @returns true when a client was put back
 */
export async function recoverSwap(target: string): Promise<boolean> {
  const folder = dirname(target);
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const remains = (mark: string) =>
    names.filter((name) => name.startsWith(`${basename(target)}${mark}`)).sort();
  const olds = remains(OLD);
  const last = olds.at(-1);
  const putBack = last !== undefined && !(await exists(target));
  if (putBack) await rename(join(folder, last), target);
  for (const name of [...olds, ...remains(NEW)]) {
    if (!(putBack && name === last)) await rm(join(folder, name), { recursive: true, force: true });
  }
  return putBack;
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** A rename, or a copy where the two lie on different file systems. */
async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await cp(from, to, { recursive: true });
    await rm(from, { recursive: true, force: true });
  }
}
