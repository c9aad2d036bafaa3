/**
 * Runs `work` with a signal that is aborted with the given one or when the time is over, with a `TimeoutError`. (A signal
 * of `AbortSignal.any` and `AbortSignal.timeout` may be collected as garbage in Node 20, and then never fires.)
 */
export async function withinTime<T>(
  signal: AbortSignal,
  timeoutMs: number,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const limited = new AbortController();
  const onAbort = () => limited.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(
    () => limited.abort(new DOMException(`The time of ${timeoutMs} ms is over.`, 'TimeoutError')),
    timeoutMs,
  );
  try {
    return await work(limited.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Rejects when the signal says so, for work that knows no signal: what it comes to later is passed over. */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
