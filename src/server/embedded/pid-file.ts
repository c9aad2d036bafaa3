import { readFile, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { errorCode } from './errors';
import { isAlive, programOf } from './processes';

const pidFileSchema = z.object({
  pid: z.coerce.number().int().positive(),
  dataDir: z.string().min(1),
  port: z.coerce.number().int().positive(),
  status: z.string(),
});

/** What `postmaster.pid` says of the server that holds a data folder (lines 1, 2, 4 and 8). */
export type PidFile = z.infer<typeof pidFileSchema>;

/** Reads `postmaster.pid`; null when there is none or it is not fully written yet. */
export async function readPidFile(dataDir: string): Promise<PidFile | null> {
  let text: string;
  try {
    text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
  const lines = text.split('\n');
  const parsed = pidFileSchema.safeParse({
    pid: lines[0],
    dataDir: lines[1],
    port: lines[3],
    status: (lines[7] ?? '').trim(),
  });
  return parsed.success ? parsed.data : null;
}

/** The living server of this very folder, whatever its status; null when the file is stale or another folder's. */
export async function livingServer(dataDir: string): Promise<PidFile | null> {
  const file = await readPidFile(dataDir);
  if (file === null || !(await isAlive(file.pid))) return null;
  const program = await programOf(file.pid);
  if (program !== null && !program.startsWith('postgres')) return null;
  return (await samePlace(file.dataDir, dataDir)) ? file : null;
}

/**
 * Removes a `postmaster.pid` whose process number now belongs to another program (after a crash of the machine):
 * PostgreSQL itself only sees that the number is in use, and refuses to start.
 */
export async function clearForeignLock(dataDir: string): Promise<void> {
  const file = await readPidFile(dataDir);
  if (file === null || !(await isAlive(file.pid))) return;
  const program = await programOf(file.pid);
  if (program !== null && !program.startsWith('postgres')) await rm(join(dataDir, 'postmaster.pid'));
}

async function samePlace(left: string, right: string): Promise<boolean> {
  const real = (path: string) => realpath(path).catch(() => resolve(path));
  return (await real(left)) === (await real(right));
}
