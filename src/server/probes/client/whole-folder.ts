import { realpath, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './errors';

const TRIES = 5;
const WAIT_MS = 50;

/** Thrown where a client changes faster than it can be read: what would have been told is of no one client. */
export class UnsettledFolderError extends Error {
  override readonly name = 'UnsettledFolderError';
}

/**
 * Does something with a folder of a client, and does it again where the folder was replaced or rewritten meanwhile: what
 * comes back is of one client, never half of two. An error counts only where the folder stayed the same.
 * @throws UnsettledFolderError where it changed each time, or what `work` throws
 */
export async function withWholeFolder<T>(dir: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await sleep(WAIT_MS * attempt);
    const before = await identity(dir);
    const outcome = await work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ((await identity(dir)) !== before) continue;
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
  throw new UnsettledFolderError(
    `The client in ${dir} was replaced each of the ${TRIES} times that it was read: something generates it again and again.`,
  );
}

/** Which folder it is, and when something last came into it or left it: a swap changes the one, `prisma generate` the other. */
async function identity(dir: string): Promise<string> {
  try {
    const { dev, ino, mtimeNs } = await stat(dir, { bigint: true });
    return `${await realpath(dir)} ${dev} ${ino} ${mtimeNs}`;
  } catch (error) {
    // Another way of not being readable is told by whoever reads.
    return errorCode(error) ?? 'unreadable';
  }
}
