import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError, errorCode } from './errors';
import { isAlive } from './processes';

/** A start with `initdb` and crash recovery on a slow disk stays well under this. */
const LOCK_TIMEOUT_MS = 120_000;

/**
 * Runs `work` while no other process initialises, starts or stops the same data folder. The lock of a process that
 * died is taken over.
 */
export async function withFolderLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const file = `${resolve(dataDir)}.lock`;
  await mkdir(dirname(file), { recursive: true });
  const deadline = performance.now() + LOCK_TIMEOUT_MS;
  while (!(await tryLock(file))) {
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Another process is still starting PostgreSQL in ${dataDir}: end it, or delete ${file} if there is none.`,
      );
    }
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const text = await readFile(file, 'utf8').catch(() => '');
  const owner = Number.parseInt(text, 10);
  // An empty file is one that its owner is just writing.
  if (Number.isInteger(owner) && owner !== process.pid && !(await isAlive(owner)))
    await rm(file, { force: true });
  return false;
}
