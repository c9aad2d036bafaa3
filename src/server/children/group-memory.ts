import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The processes of a group, and the memory that they hold together. */
export type GroupMemory = { processes: number; megabytes: number };

/**
 * What a process group holds in memory now.
 * @returns null where it cannot be measured: no limit can be kept there
 */
export async function groupMemory(group: number): Promise<GroupMemory | null> {
  try {
    if (process.platform === 'linux') return await fromProc(group);
    return process.platform === 'win32' ? null : await fromPs(group);
  } catch {
    return null;
  }
}

async function fromProc(group: number): Promise<GroupMemory> {
  const kilobytes = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => ofMember(pid, group)),
  );
  return sum(kilobytes.filter((value) => value !== null));
}

/** Null for a process of another group, and for one that has gone. */
async function ofMember(pid: string, group: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // After the name in parentheses: state, parent, group.
  if (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] !== String(group)) return null;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

async function fromPs(group: number): Promise<GroupMemory> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pgid=,rss=']);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return sum(rows.flatMap(([pgid, rss = 0]) => (pgid === group ? [rss] : [])));
}

function sum(kilobytes: readonly number[]): GroupMemory {
  return {
    processes: kilobytes.length,
    megabytes: Math.round(kilobytes.reduce((total, value) => total + value, 0) / 1024),
  };
}
