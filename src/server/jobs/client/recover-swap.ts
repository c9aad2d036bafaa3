import { readdir, readlink, rename, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exists } from '../../embedded/platform';
import { errorCode } from '../../probes/client/errors';
import { LockedError, takeLocks, ticketOf } from '../lock';
import { asideFolder, closeAside, openAside } from './aside';
import { type Exchange, exchangeFolders } from './exchange';
import { folderDigest } from './folder-digest';
import { takeBack, tidy } from './swap';
import { leftSwaps, removeSwapJournal, type SwapEntry } from './swap-journal';

const LOOKS = 100;
const LOOK_AGAIN_MS = 50;

type State = 'new' | 'former' | 'other';

/**
 * Ends swaps whose processes were killed, by their journals: where all clients are the new ones they stay, else all
 * former ones come back. Clients that somebody changed since are left as they are, and so are swaps of living processes.
 * @returns sentences for the log; empty where nothing was interrupted
 */
export async function recoverSwaps(swapDir: string, exchange: Exchange = exchangeFolders): Promise<string[]> {
  if ((await leftSwaps(swapDir)).length === 0) return [];
  const release = await lockRecovery(swapDir);
  try {
    const notes: string[] = [];
    for (const { id, clients } of await leftSwaps(swapDir)) {
      notes.push(...(await recover(clients, exchange)));
      await removeSwapJournal(swapDir, id);
      for (const entry of clients) await tidy(entry);
    }
    // Empty by now, unless another job has begun.
    await rmdir(swapDir).catch(() => undefined);
    return notes;
  } finally {
    await release();
  }
}

/** A dashboard that starts and a command line may find the same swap: an exchange that is undone twice is done again. */
async function lockRecovery(swapDir: string): Promise<() => Promise<void>> {
  const ticket = await ticketOf('End an interrupted swap');
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await takeLocks([`${swapDir}.lock`], ticket);
    } catch (error) {
      if (!(error instanceof LockedError) || attempt === LOOKS) throw error;
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

async function recover(entries: readonly SwapEntry[], exchange: Exchange): Promise<string[]> {
  const notes: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'folder' && (await putBackWhereNoneIs(entry.target, entry.former))) {
      notes.push(putBackNote(entry.target));
    }
  }
  const states = await Promise.all(entries.map(stateOf));
  const mixed = states.includes('new') && states.includes('former') && !states.includes('other');
  if (!mixed) return notes;
  for (const [index, entry] of entries.entries()) {
    // Where there was none, a whole new client is better than none again.
    const hadOne = entry.kind === 'link' || entry.formerDigest !== null;
    if (states[index] !== 'new' || !hadOne || !(await hasFormer(entry))) continue;
    await takeBack(entry, exchange);
    notes.push(`${entry.target} has its former client back: an interrupted swap had replaced only some.`);
  }
  return notes;
}

/**
 * Removes what a killed process left beside a client, and puts a client back that two renames had left without a
 * successor: for what no journal tells of.
 * @returns sentences for the log
 * @throws Error when another living process is at work there
 */
export async function recoverAside(target: string): Promise<string[]> {
  const folder = asideFolder(target);
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  });
  if (names === null) return [];
  await openAside(target);
  const former = names.find((name) => name.startsWith('former-'));
  const back = former !== undefined && (await putBackWhereNoneIs(target, join(folder, former)));
  await closeAside(target);
  return back ? [putBackNote(target)] : [];
}

function putBackNote(target: string): string {
  return `The client that an interrupted swap had put aside is back in ${target}.`;
}

async function putBackWhereNoneIs(target: string, former: string): Promise<boolean> {
  if ((await exists(target)) || !(await exists(former))) return false;
  await rename(former, target);
  return true;
}

/** What would come back must be what was there. */
async function hasFormer(entry: SwapEntry): Promise<boolean> {
  if (entry.kind === 'link') return exists(resolve(dirname(entry.target), entry.formerLink));
  const aside = (await folderDigest(entry.former)) ?? (await folderDigest(entry.fresh));
  return aside === entry.formerDigest;
}

async function stateOf(entry: SwapEntry): Promise<State> {
  if (entry.kind === 'link') {
    const text = await readlink(entry.target).catch(() => null);
    if (text === entry.newLink) return 'new';
    return text === entry.formerLink ? 'former' : 'other';
  }
  const digest = await folderDigest(entry.target);
  if (digest === entry.newDigest) return 'new';
  return digest === entry.formerDigest ? 'former' : 'other';
}
