import { stat } from 'node:fs/promises';

const TRIES = 5;
const WAIT_MS = 20;

/**
 * Does `work` with the folder of the client, again where it was replaced meanwhile: what comes back is of one client,
 * never half of two. Rejects as `work` does where the folder stayed, or with a sentence where it never settles.
 */
export async function withWholeFolder<T>(dir: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, WAIT_MS * attempt));
    const before = await identity(dir);
    const outcome = await work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ((await identity(dir)) !== before) continue;
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
  throw new Error('The generated Prisma Client was rewritten while it was being loaded. Reload it again.');
}

/** Which folder it is (a swap changes that) and when a file last came or went (`prisma generate` in place does that). */
async function identity(dir: string): Promise<string> {
  const found = await stat(dir, { bigint: true }).catch(() => null);
  return found === null ? 'missing' : `${found.dev} ${found.ino} ${found.mtimeNs}`;
}
