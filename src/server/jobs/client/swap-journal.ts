import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../probes/client/errors';

/** One client of a swap that is under way, with all that is needed to finish or undo it after a kill. */
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

const Journal = z.object({ clients: z.array(SwapEntry) });

function journalFile(dataDir: string): string {
  return join(dataDir, 'swap.json');
}

/** Written before the first client is touched, at once or not at all. */
export async function writeSwapJournal(dataDir: string, clients: readonly SwapEntry[]): Promise<void> {
  const file = journalFile(dataDir);
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.tmp`;
  await writeFile(draft, JSON.stringify({ clients }), { flush: true });
  await rename(draft, file);
}

/** The clients of a swap that never came to its end; empty where there is none. */
export async function readSwapJournal(dataDir: string): Promise<SwapEntry[]> {
  try {
    return Journal.parse(JSON.parse(await readFile(journalFile(dataDir), 'utf8'))).clients;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new Error(
      `The journal of an interrupted swap cannot be read: look whether the client is whole, then delete ${journalFile(dataDir)}.`,
      { cause: error },
    );
  }
}

export async function removeSwapJournal(dataDir: string): Promise<void> {
  await rm(journalFile(dataDir), { force: true });
  await rm(`${journalFile(dataDir)}.tmp`, { force: true });
}
