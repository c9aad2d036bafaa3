/** Between two runs that begin by themselves. */
const DEFAULT_INTERVAL_MS = 60_000;

/** `DRIFTBOARD_INTERVAL_MS`; what is no number counts as not set, and 0 switches it off. */
export function intervalMs(env: NodeJS.ProcessEnv): number {
  const text = env.DRIFTBOARD_INTERVAL_MS ?? '';
  return /^\d+$/.test(text) ? Number(text) : DEFAULT_INTERVAL_MS;
}

/**
 * Verifies again at an interval as long as there are viewers: where no store keeps a schedule, nothing is asked of the
 * watched database without one.
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
