import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../probes/client/errors';
import { cancelFileOf, JOURNAL_EXTENSION, journalFolder } from './journal';

/** So many journals are kept; those that were written to last. */
export const MAX_JOBS = 20;

/** Removes journals beyond `MAX_JOBS`, and requests to cancel jobs that are no more. One that is being written is never the oldest. */
export async function pruneJournals(dataDir: string): Promise<void> {
  const folder = journalFolder(dataDir);
  const journals = await journalsIn(dataDir);
  const removed = journals.slice(MAX_JOBS - 1);
  for (const journal of removed) await rm(journal, { force: true });
  const kept = new Set(journals.slice(0, MAX_JOBS - 1).map(cancelFileOf));
  for (const name of await names(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.cancel') && !kept.has(path)) await rm(path, { force: true });
  }
}

/** The journals of a data folder, the last written first. */
export async function journalsIn(dataDir: string): Promise<string[]> {
  const folder = journalFolder(dataDir);
  const found = await Promise.all(
    (await names(folder))
      .filter((name) => name.endsWith(JOURNAL_EXTENSION))
      .map(async (name) => {
        const path = join(folder, name);
        const mtimeMs = await stat(path).then(
          (entry) => entry.mtimeMs,
          () => null,
        );
        return { path, mtimeMs };
      }),
  );
  return found
    .flatMap(({ path, mtimeMs }) => (mtimeMs === null ? [] : [{ path, mtimeMs }]))
    .sort((left, right) => right.mtimeMs - left.mtimeMs)
    .map(({ path }) => path);
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
}
