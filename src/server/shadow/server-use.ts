import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startEmbedded, stopEmbedded } from '../embedded';
import { isAlive } from '../embedded/processes';
import type { EmbeddedPhase } from '../embedded/start';
import { withFolderLock } from '../embedded/start-lock';

/** Where the server that runs for shadow databases only has its data. */
export const shadowDataDir = (dataDir: string) => join(dataDir, 'shadow', 'pg');

/** How long one use of the server may last at most: what an older file says was left by a killed process. */
const LONGEST_USE_MS = 60 * 60_000;

/**
 * The server for shadow databases, started when it does not run, and kept until the last of all processes that use it
 * has let go.
 * @returns its URL by database, and how to let go
 * @throws EmbeddedPostgresError
 */
export async function takeShadowServer(
  dataDir: string,
  onPhase?: (phase: EmbeddedPhase) => void,
): Promise<{ url(database: string): string; letGo(): Promise<void> }> {
  const folder = resolve(shadowDataDir(dataDir));
  const users = `${folder}-users`;
  const mine = join(users, `${process.pid}-${randomBytes(4).toString('hex')}`);
  // Coming and going each happen whole, so that nobody stops the server between another's look and its use.
  const inTurn = <T>(work: () => Promise<T>) => withFolderLock(users, work);
  const letGo = () =>
    inTurn(async () => {
      await rm(mine, { force: true });
      if ((await othersAtWork(users)) === 0) await stopEmbedded(folder);
    });
  return inTurn(async () => {
    await mkdir(users, { recursive: true });
    await writeFile(mine, `${Date.now()}\n`);
    try {
      const server = await startEmbedded({
        dataDir: folder,
        durable: false,
        ...(onPhase === undefined ? {} : { onPhase }),
      });
      return { url: server.url, letGo };
    } catch (error) {
      await rm(mine, { force: true });
      throw error;
    }
  });
}

/** Counts the processes that still use the server, and forgets those that were killed. */
async function othersAtWork(users: string): Promise<number> {
  let count = 0;
  for (const entry of await readdir(users)) {
    const pid = Number.parseInt(entry, 10);
    if (Number.isInteger(pid) && (await isAlive(pid)) && !(await isOld(join(users, entry)))) count += 1;
    else await rm(join(users, entry), { force: true });
  }
  return count;
}

async function isOld(file: string): Promise<boolean> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs > LONGEST_USE_MS;
}
