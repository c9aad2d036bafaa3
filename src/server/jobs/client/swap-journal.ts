import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../probes/client/errors';
import { Owner, ownerLives, thisOwner } from '../owner';

/** One client of a swap that is under way, with all that is needed to undo it after a kill. */
export const SwapEntry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('folder'),
    target: z.string(),
    /** Beside it: the new client before the swap, after an exchange the former one. */
    fresh: z.string(),
    /** Where two renames put the former one. */
    former: z.string(),
    newDigest: z.string(),
    /** Null where there was none. */
    formerDigest: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('link'),
    target: z.string(),
    /** What the link says before and after. */
    formerLink: z.string(),
    newLink: z.string(),
    /** The new client's folder, before and after. */
    fresh: z.string(),
    folder: z.string(),
  }),
]);
export type SwapEntry = z.infer<typeof SwapEntry>;

const Journal = z.object({ owner: Owner, startedMs: z.number(), clients: z.array(SwapEntry) });

const ENDING = '.json';
const DRAFT = '.tmp';

function fileOf(swapDir: string, id: string): string {
  return join(swapDir, `${id}${ENDING}`);
}

/** Written before the first client is touched, whole or not at all, and on the disk before anything else is. */
export async function writeSwapJournal(
  swapDir: string,
  id: string,
  clients: readonly SwapEntry[],
): Promise<void> {
  await mkdir(swapDir, { recursive: true });
  const draft = join(swapDir, `${id}${DRAFT}`);
  const journal = { owner: await thisOwner(), startedMs: Date.now(), clients };
  await writeFile(draft, JSON.stringify(journal), { flush: true });
  await rename(draft, fileOf(swapDir, id));
}

/** Removes it: from then on nothing may be put back. */
export async function removeSwapJournal(swapDir: string, id: string): Promise<void> {
  await rm(fileOf(swapDir, id), { force: true });
  await rm(join(swapDir, `${id}${DRAFT}`), { force: true });
}

/**
 * Removes what a process that was killed while it wrote its journal left: it had not touched a client yet. Only under
 * the locks of these clients, since a living process may be writing one.
 */
export async function removeDrafts(swapDir: string): Promise<void> {
  for (const name of await namesIn(swapDir)) {
    if (name.endsWith(DRAFT)) await rm(join(swapDir, name), { force: true });
  }
}

/**
 * The swaps whose processes are gone, by their ids.
 * @throws Error with a sentence where a journal cannot be read
 */
export async function leftSwaps(swapDir: string): Promise<{ id: string; clients: SwapEntry[] }[]> {
  const names = await namesIn(swapDir);
  const left = [];
  for (const name of names.filter((one) => one.endsWith(ENDING)).sort()) {
    const id = name.slice(0, -ENDING.length);
    const journal = await readJournal(fileOf(swapDir, id));
    if (journal !== null && !(await ownerLives(journal.owner, journal.startedMs))) {
      left.push({ id, clients: journal.clients });
    }
  }
  return left;
}

async function namesIn(swapDir: string): Promise<string[]> {
  return readdir(swapDir).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
}

async function readJournal(file: string): Promise<z.infer<typeof Journal> | null> {
  try {
    return Journal.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    // Its process has come to its end in this moment.
    if (errorCode(error) === 'ENOENT') return null;
    throw new Error(
      `The journal of an interrupted swap cannot be read: look whether the client is whole, then delete ${file}.`,
      { cause: error },
    );
  }
}
