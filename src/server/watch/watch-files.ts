import { setTimeout as pause } from 'node:timers/promises';
import { createHints } from './hints';
import type { WatchedPlace } from './places';
import { changedBetween, type Snapshot, takeSnapshot } from './snapshot';

export type FilesChanged = {
  /** The names of the places that changed. */
  what: string[];
  /** When that was seen (ISO 8601). */
  at: string;
};

export type FileWatchOptions = {
  places: readonly WatchedPlace[];
  onChange(change: FilesChanged): void;
  /** True while somebody of ours is at work on the files, who will leave them whole: a change waits for the end of it. */
  isBusy?(): Promise<boolean>;
  onFault(error: unknown): void;
  /** Keeps the process alive. */
  keepAlive?: boolean;
  /** Between two looks where the system sends no hint. */
  pollMs?: number;
  /** So long nothing may change before a change is told: `prisma generate` writes 70 files. */
  settleMs?: number;
  /** False leaves all to the looking, as on a network mount. */
  hints?: boolean;
};

export type FileWatch = {
  /**
   * Takes the places as they are now for known: whoever reads them after this has seen every change so far, and it need
   * not be told.
   */
  mark(): Promise<void>;
  close(): void;
};

const POLL_MS = 2_000;
const SETTLE_MS = 250;
/** What never comes to rest is told all the same. */
const SETTLE_MAX_MS = 10_000;
/** After a hint: most often others follow at once. */
const HINT_MS = 30;
/** Looking at ten thousand files takes a while: it must stay a small part of the time. */
const SHARE_OF_TIME = 1 / 50;

/**
 * Tells when one of the places has changed, once for each time that all has come to rest. Whether anything changed is
 * decided by looking; the system's events only say when to look, and without them it is looked every few seconds.
 * @returns once the places are known: every change from then on is told
 */
export async function watchFiles(options: FileWatchOptions): Promise<FileWatch> {
  const { places, pollMs = POLL_MS, settleMs = SETTLE_MS } = options;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let looking = false;
  let again = false;
  let lastLookMs = 0;
  let marks = 0;
  const hints = createHints(() => schedule(HINT_MS));

  async function snapshot(): Promise<Snapshot> {
    const startedAt = performance.now();
    const taken = await takeSnapshot(places);
    lastLookMs = performance.now() - startedAt;
    if (options.hints !== false && !closed) hints.follow(taken.folders);
    return taken;
  }

  let known = await snapshot();
  // What was made between the looking and the watching sent no hint.
  schedule(options.hints === false ? pollMs : HINT_MS);

  function schedule(inMs: number): void {
    if (closed || performance.now() + inMs >= dueAt) return;
    clearTimeout(timer);
    dueAt = performance.now() + inMs;
    timer = setTimeout(() => void look(), inMs);
    if (options.keepAlive !== true) timer.unref();
  }

  async function look(): Promise<void> {
    dueAt = Number.POSITIVE_INFINITY;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      await lookOnce();
    } catch (error) {
      options.onFault(error);
    } finally {
      looking = false;
      schedule(again ? HINT_MS : Math.max(pollMs, lastLookMs / SHARE_OF_TIME));
      again = false;
    }
  }

  async function lookOnce(): Promise<void> {
    const begunAt = marks;
    let now = await snapshot();
    if (changedBetween(known, now).length === 0) return;
    const until = performance.now() + SETTLE_MAX_MS;
    for (let moving = true; moving && performance.now() < until; ) {
      await pause(settleMs);
      const later = await snapshot();
      moving = changedBetween(now, later).length > 0;
      now = later;
    }
    if (closed || (await options.isBusy?.()) === true) return;
    // What was seen before a mark is older than what is known since.
    if (begunAt !== marks) {
      again = true;
      return;
    }
    const what = changedBetween(known, now);
    known = now;
    // It may have come back to what it was.
    if (what.length > 0 && !closed) options.onChange({ what, at: new Date().toISOString() });
  }

  return {
    async mark() {
      known = await snapshot();
      marks += 1;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      hints.close();
    },
  };
}
