import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from '../embedded/processes';
import { errorCode } from '../probes/client/errors';

/** A lock that is written twice within this many tries belongs to somebody who is quicker. */
const TRIES = 3;

/** Names the process that holds a lock. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/**
 * Takes the lock `name` in `<dataDir>/locks` for this process; the lock of a process that died is taken over.
 * @returns gives it back; calling it twice does no harm
 * @throws LockedError with a sentence when a living process holds it
 */
export async function takeLock(dataDir: string, name: string): Promise<() => Promise<void>> {
  const file = join(dataDir, 'locks', `${name}.lock`);
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: 'wx' });
      return releaser(file);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    if (Number.isInteger(owner) && (await isAlive(owner))) {
      throw new LockedError(
        `Another ${name} is under way (process ${owner}): wait for it, or delete ${file} if there is none.`,
      );
    }
    await rm(file, { force: true });
  }
  throw new LockedError(`The lock ${file} could not be taken: another process is quicker. Try again.`);
}

function releaser(file: string): () => Promise<void> {
  let held = true;
  return async () => {
    if (!held) return;
    held = false;
    await rm(file, { force: true });
  };
}
