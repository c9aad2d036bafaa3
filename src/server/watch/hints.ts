import { type FSWatcher, watch } from 'node:fs';

/** More folders than these are left to the looking every few seconds: systems limit how many may be watched. */
const FOLDERS_MAX = 1_000;

/**
 * Tells that something may have happened in a folder. It is only a hint to look at once: network mounts send none, and a
 * folder that was made anew sends none until it is watched again.
 */
export function createHints(onHint: () => void) {
  const watched = new Map<string, { identity: string; watcher: FSWatcher }>();
  const drop = (folder: string) => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };
  return {
    /** Watches just these. */
    follow(folders: ReadonlyMap<string, string>): void {
      for (const [folder, { identity }] of watched) if (folders.get(folder) !== identity) drop(folder);
      for (const [folder, identity] of folders) {
        if (watched.has(folder) || watched.size >= FOLDERS_MAX) continue;
        try {
          const watcher = watch(folder, { persistent: false }, onHint);
          watcher.on('error', () => drop(folder));
          watched.set(folder, { identity, watcher });
        } catch {
          // It is gone again, or no more may be watched: it is looked at all the same.
        }
      }
    },
    close(): void {
      for (const folder of [...watched.keys()]) drop(folder);
    },
  };
}
