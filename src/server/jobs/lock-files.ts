import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Settings } from '../../shared/config';

/**
 * The locks of everything that a regeneration writes: one for each folder of a client. They lie in the folder of
 * Driftboard itself, so that two dashboards with data folders of their own meet there; environments with other clients
 * do not wait for one another.
 */
export function clientLocks(projectRoot: string, settings: Pick<Settings, 'client' | 'schema'>): string[] {
  // Without --client the schema says where; what it says is locked once it is read.
  const written = settings.client.length > 0 ? settings.client : [settings.schema ?? projectRoot];
  return lockFilesOf(projectRoot, written);
}

/** The locks of these files or folders. */
export function lockFilesOf(projectRoot: string, paths: readonly string[]): string[] {
  return paths.map((path) => {
    const name = createHash('sha256').update(canonical(path)).digest('hex').slice(0, 16);
    return join(projectRoot, '.data', 'locks', `client-${name}.lock`);
  });
}

/** Where the swap of the clients behind these locks is recorded, so that whoever has the locks next can end it. */
export function swapFolder(locks: readonly string[]): string {
  const name = createHash('sha256')
    .update([...locks].sort().join())
    .digest('hex')
    .slice(0, 16);
  return join(dirname(locks[0] ?? ''), `swap-${name}`);
}

/** One for all demos of an embedded database, which belongs to its data folder. */
export function demoLock(dataDir: string): string {
  return join(dataDir, 'locks', 'demo.lock');
}

/** One for each server, since a rehearsal is of a run that only that server has. */
export function rehearsalLock(dataDir: string, pid: number): string {
  return join(dataDir, 'locks', `rehearsal-${pid}.lock`);
}

/** The same for every way to a place; the last name is not followed, since it may be what is swapped. */
function canonical(path: string): string {
  const absolute = resolve(path);
  const folder = dirname(absolute);
  if (folder === absolute) return absolute;
  try {
    return join(realpathSync(folder), basename(absolute));
  } catch {
    return join(canonical(folder), basename(absolute));
  }
}
