import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../server/embedded/errors';
import { isAlive } from '../../server/embedded/processes';
import { readRunState } from '../../server/run-state';
import { UpError } from './up-error';

const lockSchema = z.object({ pid: z.number().int().positive(), born: z.string().nullable() });

/**
 * Takes the data folder for this `up`.
 * @returns what gives it back
 * @throws UpError that says where the other one runs
 */
export async function takeDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, 'run', 'up.lock');
  await mkdir(join(dataDir, 'run'), { recursive: true });
  const own = JSON.stringify({ pid: process.pid, born: await birthOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, own, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = await holderOf(file);
    if (holder !== null) throw new UpError(await whereItRuns(dataDir, holder));
    await rm(file, { force: true });
  }
  throw new UpError(`${file} cannot be taken: another "driftboard up" is starting in the same moment.`);
}

async function whereItRuns(dataDir: string, pid: number): Promise<string> {
  const state = await readRunState(dataDir);
  const place = state?.pid === pid ? `runs at ${state.baseUrl}` : 'is starting';
  return `Driftboard already ${place} (process ${pid}): open that, or end it first.`;
}

/** The living `up` that holds the lock; null when it died, even if its number was given to another process since. */
async function holderOf(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const lock = lockSchema.safeParse(json);
  if (!lock.success || !(await isAlive(lock.data.pid))) return null;
  return (await birthOf(lock.data.pid)) === lock.data.born ? lock.data.pid : null;
}

/** When a process began (field 22 of /proc/PID/stat, in ticks since boot); null where that cannot be told. */
async function birthOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
