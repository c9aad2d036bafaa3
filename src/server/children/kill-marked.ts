import { readdir, readFile } from 'node:fs/promises';
import { signal } from '../embedded/processes';

/** Every process inherits it from the one that started it, also those that leave its group. */
export const RUN_MARK = 'DRIFTBOARD_RUN';

/** Kills what still runs with this mark in its environment. Only Linux lets us see that. */
export async function killMarked(mark: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // Other users' processes cannot be read, and are none of ours.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(`${RUN_MARK}=${mark}`)) signal(Number(pid), 'SIGKILL');
  }
}
