import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { basename } from 'node:path';
import type { Job } from '../../shared/job';
import { JOURNAL_EXTENSION, journalFolder } from './journal';
import { lockState } from './lock';
import { journalsIn } from './prune';
import { WatchedJob } from './watched-job';

/** What the file watcher does not tell (network file systems, locks elsewhere) is seen after so long. */
const LOOK_AGAIN_MS = 1_000;
/** A job that works writes many lines: they are read together. */
const SETTLE_MS = 40;

export type WatchOptions = {
  dataDir: string;
  environment: string;
  locks: readonly string[];
  /** What this process does itself it need not read. */
  isOwn(id: string): boolean;
  /** A job of another process changed, or is there for the first time. */
  onJob(job: Job, isNew: boolean): void;
  onFault(error: unknown): void;
};

export type JournalWatch = {
  /** Reads all journals on now. */
  look(): Promise<void>;
  /** Reads one that may lie elsewhere, and watches it from now on. */
  add(file: string): Promise<void>;
  journalOf(id: string): string | null;
  close(): void;
};

/** Watches the journals that other processes write, and those that a former process of this server left. */
export function watchJournals(options: WatchOptions): JournalWatch {
  const watched = new Map<string, WatchedJob>();
  const unreadable = new Set<string>();
  let looking: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let settling: NodeJS.Timeout | null = null;

  async function readOn(file: string): Promise<void> {
    const id = basename(file, JOURNAL_EXTENSION);
    if (options.isOwn(id)) return;
    const known = watched.get(id);
    const one = known ?? new WatchedJob(file);
    watched.set(id, one);
    if (one.end !== null) return;
    const wasThere = one.job !== null;
    const lines = one.read();
    if (one.end === null) lines.push(...(await one.endIfAbandoned()));
    if (one.job === null || lines.length === 0 || one.head?.environment !== options.environment) return;
    options.onJob(one.job, !wasThere);
  }

  async function lookOnce(): Promise<void> {
    const files = new Set(await journalsIn(options.dataDir));
    for (const lock of await Promise.all(options.locks.map(lockState))) {
      if (lock.state === 'held' && lock.ticket.journal !== null) files.add(lock.ticket.journal);
    }
    for (const [id, one] of watched) {
      if (one.end === null) files.add(one.file);
      else if (!files.has(one.file)) watched.delete(id);
    }
    for (const file of files) {
      try {
        await readOn(file);
      } catch (error) {
        // One that cannot be read hides no other, and is told once.
        if (!unreadable.has(file)) options.onFault(error);
        unreadable.add(file);
      }
    }
  }

  /** What changed while it looks is seen by one more look. */
  function look(): Promise<void> {
    if (looking !== null) {
      next ??= looking.then(() => {
        next = null;
        return look();
      });
      return next;
    }
    looking = lookOnce()
      .catch(options.onFault)
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  const soon = () => {
    settling ??= setTimeout(() => {
      settling = null;
      void look();
    }, SETTLE_MS);
  };
  const watcher = watchFolder(journalFolder(options.dataDir), soon, options.onFault);
  const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
  // Watching alone must not keep a process alive.
  timer.unref();

  return {
    look,
    async add(file) {
      await look();
      await readOn(file);
    },
    journalOf: (id) => watched.get(id)?.file ?? null,
    close() {
      watcher?.close();
      clearInterval(timer);
      if (settling !== null) clearTimeout(settling);
    },
  };
}

/** Null where nothing can be watched: looking again has to do. */
function watchFolder(
  folder: string,
  onChange: () => void,
  onFault: (error: unknown) => void,
): FSWatcher | null {
  try {
    mkdirSync(folder, { recursive: true });
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', onFault);
    return watcher;
  } catch (error) {
    onFault(error);
    return null;
  }
}
