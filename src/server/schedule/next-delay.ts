/** However long a target is away, it is looked at again after this. */
const MAX_BACK_OFF_MS = 10 * 60_000;
/** So that many environments with one interval do not all look in the same second. */
const JITTER = 0.1;

/**
 * How long to wait for the next run: the interval, doubled for each run in a row that could not look, 10 minutes at most
 * (or the interval where that is longer), a tenth more or less by chance.
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function nextDelayMs(everyMs: number, failures: number, random: number): number {
  const longest = Math.max(everyMs, MAX_BACK_OFF_MS);
  const wait = Math.min(longest, everyMs * 2 ** Math.min(failures, 30));
  return Math.round(wait * (1 + JITTER * (2 * random - 1)));
}
