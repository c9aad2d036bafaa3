import { readlink, rename, rm, utimes } from 'node:fs/promises';
import { exists } from '../../embedded/platform';
import { errorText } from '../../probes/client/errors';
import { closeAside } from './aside';
import { type Exchange, exchangeFolders } from './exchange';
import { prepareSwap } from './prepare-swap';
import { removeSwapJournal, type SwapEntry, writeSwapJournal } from './swap-journal';
import { dropFormerFolders, pointLink } from './versioned-link';

/** A client that was made and judged aside, and the folder of the one in use. */
export type StagedClient = { target: string; staged: string };

/** What can still be done after a swap: exactly one of the two. */
export type Swapped = {
  /** For the log: how each client came into its place, and whether there was a moment without one. */
  notes: string[];
  /** Removes the former clients for good; those behind a link after a while. */
  keep(): Promise<void>;
  /** Puts the former clients back. Where there was none, the new one goes. */
  rollback(): Promise<void>;
};

export type SwapOptions = {
  /** Where the journal is kept that `recoverSwaps` reads after a kill. */
  swapDir: string;
  /** Unique: names what lies beside the clients in between. */
  id: string;
  /** Tests put one in that refuses, as a file system without it does. */
  exchange?: Exchange;
};

/**
 * Puts staged clients in the place of those in use, in their order, each in one step of the file system where that can
 * be: whoever opens a client finds the old one or the new one. A failure puts all former ones back before it is thrown.
 */
export async function swapClients(clients: readonly StagedClient[], options: SwapOptions): Promise<Swapped> {
  const exchange = options.exchange ?? exchangeFolders;
  const entries: SwapEntry[] = [];
  const done: SwapEntry[] = [];
  const notes: string[] = [];
  const undo = async () => {
    for (const entry of done.toReversed()) await takeBack(entry, exchange);
    await removeSwapJournal(options.swapDir, options.id);
    for (const entry of entries) await tidy(entry);
  };
  let current = clients[0]?.target ?? '';
  try {
    for (const client of clients) {
      current = client.target;
      entries.push(await prepareSwap(client, options.id));
    }
    await writeSwapJournal(options.swapDir, options.id, entries);
    for (const entry of entries) {
      current = entry.target;
      notes.push(await putInPlace(entry, exchange));
      done.push(entry);
    }
  } catch (error) {
    const reason = errorText(error);
    await undo().catch((failure: unknown) => {
      throw new Error(
        `The client in ${current} could not be replaced (${reason}), and not all former ones could be put back (${errorText(failure)}): the next start of Driftboard tries again.`,
        { cause: error },
      );
    });
    throw new Error(`The client in ${current} could not be replaced (${reason}); the old one stays.`, {
      cause: error,
    });
  }
  return {
    notes,
    keep: async () => {
      // The journal goes first: from here on nothing may be put back.
      await removeSwapJournal(options.swapDir, options.id);
      for (const entry of entries) await tidy(entry);
    },
    rollback: undo,
  };
}

async function putInPlace(entry: SwapEntry, exchange: Exchange): Promise<string> {
  const { target } = entry;
  if (entry.kind === 'link') {
    await rename(entry.fresh, entry.folder);
    // Its time says from when on the former one is not needed any more.
    const now = new Date();
    await utimes(entry.folder, now, now);
    await pointLink(target, entry.newLink);
    return `The link ${target} points to the new client.`;
  }
  if (entry.formerDigest === null) {
    await rename(entry.fresh, target);
    return `The new client is in ${target}.`;
  }
  const refused = await exchange(entry.fresh, target);
  if (refused === null) return `The new client is in ${target}, exchanged with the old one in one step.`;
  await rename(target, entry.former);
  try {
    await rename(entry.fresh, target);
  } catch (error) {
    await rename(entry.former, target);
    throw error;
  }
  return `The new client is in ${target}. For a moment there was none: ${refused}, so two renames had to do.`;
}

/** Undoes `putInPlace`, in whichever of the ways it went. */
export async function takeBack(entry: SwapEntry, exchange: Exchange): Promise<void> {
  if (entry.kind === 'link') {
    if ((await readlink(entry.target)) === entry.newLink) await pointLink(entry.target, entry.formerLink);
    return;
  }
  const { target, fresh, former, formerDigest } = entry;
  if (formerDigest === null) return rename(target, fresh);
  if (await renamedAway(former, target, fresh)) return;
  const refused = await exchange(fresh, target);
  if (refused !== null) throw new Error(refused);
}

/** @returns false where nothing was put aside by a rename */
async function renamedAway(former: string, target: string, fresh: string): Promise<boolean> {
  if (!(await exists(former))) return false;
  if (await exists(target)) await rename(target, fresh);
  await rename(former, target);
  return true;
}

/** Removes what is left beside a client, whichever it is. */
export async function tidy(entry: SwapEntry): Promise<void> {
  if (entry.kind === 'link') {
    if ((await readlink(entry.target)) !== entry.newLink) {
      await rm(entry.folder, { recursive: true, force: true });
    }
    await dropFormerFolders(entry.target);
  }
  await closeAside(entry.target);
}
