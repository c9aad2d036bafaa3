import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../../embedded/processes';
import { errorCode, errorText } from '../../probes/client/errors';

const OWNER = 'owner';

/**
 * The hidden folder beside a client in which the next one is made and the former one waits: on the same file system, so
 * that nothing needs copying, and left out of git by a file of its own.
 */
export function asideFolder(target: string): string {
  return join(dirname(target), `.driftboard-${basename(target)}`);
}

/**
 * Makes the folder beside `target` for this process.
 * @throws Error with a sentence when nothing can be written there, or when another living process works there already
 */
export async function openAside(target: string): Promise<string> {
  const folder = asideFolder(target);
  const owner = Number.parseInt(await readFile(join(folder, OWNER), 'utf8').catch(() => ''), 10);
  if (Number.isInteger(owner) && owner !== process.pid && (await isAlive(owner))) {
    throw new Error(
      `Process ${owner} regenerates the client in ${target} too, from another data folder: wait for it, or delete ${folder} if it is no such process.`,
    );
  }
  try {
    await makeFolder(folder);
    await writeFile(join(folder, '.gitignore'), '*\n');
    await writeFile(join(folder, OWNER), `${process.pid}\n`);
  } catch (error) {
    throw new Error(
      `Nothing can be written beside the client, in ${dirname(target)} (${errorCode(error) ?? errorText(error)}), so it cannot be replaced: check who may write there and that the disk has room.`,
      { cause: error },
    );
  }
  return folder;
}

/** In two steps: in one, Node tells of a read-only file system as if the folder above lacked. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Removes the folder beside `target` with all that is left in it. */
export async function closeAside(target: string): Promise<void> {
  await rm(asideFolder(target), { recursive: true, force: true });
}
