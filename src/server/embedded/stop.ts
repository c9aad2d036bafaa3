import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EmbeddedPostgresError } from './errors';
import { inspectFolder } from './initialise';
import { livingServer } from './pid-file';
import { signal, waitForExit } from './processes';
import { withFolderLock } from './start-lock';

/** A fast shutdown (roll back, checkpoint) takes 50 ms when idle; after this long it is made an immediate one. */
const FAST_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 5_000;

/**
 * Stops the server of a data folder, whoever started it.
 * @returns whether one was running
 * @throws EmbeddedPostgresError when it does not end
 */
export function stopEmbedded(dataDir: string): Promise<boolean> {
  return withFolderLock(dataDir, () => stopUnlocked(dataDir));
}

/** Stops the server and deletes its data folder. The next start makes a new, empty one. */
export async function resetEmbedded(dataDir: string): Promise<void> {
  await withFolderLock(dataDir, async () => {
    await stopUnlocked(dataDir);
    if ((await inspectFolder(dataDir)) === 'foreign') {
      throw new EmbeddedPostgresError(
        `${resolve(dataDir)} holds files that are not PostgreSQL's, so it is not deleted: move them away first.`,
      );
    }
    await rm(dataDir, { recursive: true, force: true });
  });
}

/** As `stopEmbedded`, for a caller that holds the folder's lock. */
export async function stopUnlocked(dataDir: string): Promise<boolean> {
  const server = await livingServer(dataDir);
  if (server === null) return false;
  signal(server.pid, 'SIGINT');
  if (await waitForExit(server.pid, FAST_STOP_MS)) return true;
  signal(server.pid, 'SIGQUIT');
  if (await waitForExit(server.pid, IMMEDIATE_STOP_MS)) return true;
  throw new EmbeddedPostgresError(
    `PostgreSQL (process ${server.pid}) in ${dataDir} does not stop: look at what holds it, then end it by hand.`,
  );
}
