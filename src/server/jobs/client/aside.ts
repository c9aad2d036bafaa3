import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, errorText } from '../../probes/client/errors';
import { Owner, ownerLives, thisOwner } from '../owner';

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
  const owner = await ownerOf(folder);
  const me = await thisOwner();
  if (owner !== null && owner.pid !== me.pid) {
    throw new Error(
      `Process ${owner.pid} regenerates the client in ${target} too: wait for it, or delete ${folder} if it is no such process.`,
    );
  }
  try {
    await makeFolder(folder);
    await writeFile(join(folder, '.gitignore'), '*\n');
    await writeFile(join(folder, OWNER), JSON.stringify(me));
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
  // A generator whose job was killed may still be writing there.
  await rm(asideFolder(target), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** The living process that has the folder; null where there is none. */
async function ownerOf(folder: string): Promise<Owner | null> {
  const file = join(folder, OWNER);
  try {
    const owner = Owner.parse(JSON.parse(await readFile(file, 'utf8')));
    return (await ownerLives(owner, (await stat(file)).mtimeMs)) ? owner : null;
  } catch {
    // Not there, or half written by a process that was killed.
    return null;
  }
}
