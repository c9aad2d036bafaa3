import { readdir, readlink, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { exists } from '../../embedded/platform';
import { errorCode } from '../../probes/client/errors';
import { asideFolder, closeAside, openAside } from './aside';
import { type Exchange, exchangeFolders } from './exchange';
import { folderDigest } from './folder-digest';
import { takeBack, tidy } from './swap';
import { readSwapJournal, removeSwapJournal, type SwapEntry } from './swap-journal';

type State = 'new' | 'former' | 'other';

/**
 * Ends a swap whose process was killed, by its journal: where all clients are the new ones they stay, else all former
 * ones come back. Clients that somebody changed since are left as they are. Call it only under the lock.
 * @returns sentences for the log; empty where nothing was interrupted
 */
export async function recoverSwap(dataDir: string, exchange: Exchange = exchangeFolders): Promise<string[]> {
  const entries = await readSwapJournal(dataDir);
  if (entries.length === 0) return [];
  const notes: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'folder' && (await putBackWhereNoneIs(entry.target, entry.former))) {
      notes.push(putBackNote(entry.target));
    }
  }
  const states = await Promise.all(entries.map(stateOf));
  const mixed = states.includes('new') && states.includes('former') && !states.includes('other');
  if (mixed) {
    for (const [index, entry] of entries.entries()) {
      // Where there was none, a whole new client is better than none again.
      const hadOne = entry.kind === 'link' || entry.formerDigest !== null;
      if (states[index] !== 'new' || !hadOne || !(await hasFormer(entry))) continue;
      await takeBack(entry, exchange);
      notes.push(`${entry.target} has its former client back: an interrupted swap had replaced only some.`);
    }
  }
  await removeSwapJournal(dataDir);
  for (const entry of entries) await tidy(entry);
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
