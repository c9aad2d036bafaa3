import type { Pool } from 'undici';

/**
 * So long connections wait for the next run. Less than any usual server keeps an idle one, so that a run does not meet
 * one that is just being closed and calls the application unsteady for it.
 */
const KEEP_MS = 2_000;

type Waiting = { pool: Pool; timer: NodeJS.Timeout };
const waiting = new Map<string, Waiting>();

/** The connections that the run before left under this key, for one run alone; null where there are none any more. */
export function takeKept(key: string): Pool | null {
  const found = waiting.get(key);
  if (found === undefined) return null;
  clearTimeout(found.timer);
  waiting.delete(key);
  return found.pool;
}

/** Leaves connections to a run that follows soon. They keep no process from ending. */
export function keepFor(key: string, pool: Pool): void {
  const before = takeKept(key);
  if (before !== null) end(before);
  const timer = setTimeout(() => {
    waiting.delete(key);
    end(pool);
  }, KEEP_MS);
  timer.unref();
  waiting.set(key, { pool, timer });
}

function end(pool: Pool): void {
  // Nothing is under way on it, so nothing is lost.
  pool.destroy().catch(() => undefined);
}
