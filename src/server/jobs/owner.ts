import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isAlive } from '../embedded/processes';

/** A process so that no other one is taken for it: numbers are given again, and other machines have their own. */
export const Owner = z.object({
  pid: z.number().int().positive(),
  /** When it began, in the words of its system; null where that cannot be told. */
  born: z.string().nullable(),
  /** Where its number means something: one boot of one machine, and one set of processes on it. */
  place: z.string(),
});
export type Owner = z.infer<typeof Owner>;

/** An owner that we cannot see (in another container, on another machine) counts as dead after so long without a sign. */
export const SILENT_AFTER_MS = 60_000;
/** How often an owner gives a sign of life. */
export const SIGN_OF_LIFE_MS = 10_000;

/** This very process. */
export async function thisOwner(): Promise<Owner> {
  return { pid: process.pid, born: await birthOf(process.pid), place: await placeOfProcesses() };
}

/**
 * Whether a process still lives, and is still the same one.
 * @param lastSignMs when it last gave a sign of life (epoch), for one that cannot be seen from here
 */
export async function ownerLives(owner: Owner, lastSignMs: number): Promise<boolean> {
  if (owner.place !== (await placeOfProcesses())) return Date.now() - lastSignMs < SILENT_AFTER_MS;
  if (!(await isAlive(owner.pid))) return false;
  return owner.born === null || owner.born === ((await birthOf(owner.pid)) ?? owner.born);
}

async function birthOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold spaces and parentheses itself; `starttime` is the twentieth field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  }
  if (process.platform === 'win32') return null;
  const ps = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
  return ps?.stdout.trim() || null;
}

async function placeOfProcesses(): Promise<string> {
  if (process.platform !== 'linux') return hostname();
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => hostname());
  return `${boot.trim()} ${await readlink('/proc/self/ns/pid').catch(() => '')}`.trim();
}
