/** Between two runs while somebody is watching; without a viewer nothing is asked of the watched database. */
export const DEFAULT_INTERVAL_MS = 60_000;

/**
 * Verifies again at an interval as long as there are viewers.
 * @param intervalMs 0 switches it off
 * @returns stops it
 */
export function verifyWhileWatched(
  intervalMs: number,
  viewers: () => number,
  verify: () => void,
): () => void {
  if (intervalMs <= 0) return () => {};
  const timer = setInterval(() => {
    if (viewers() > 0) verify();
  }, intervalMs);
  // The interval alone must not keep a process alive.
  timer.unref();
  return () => clearInterval(timer);
}
