const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns Ctrl-C and its like into an abort, so that what was started can be ended; a second one ends the process at once.
 * @returns the signal, and how to stop listening
 */
export function listenForInterruption(): { signal: AbortSignal; dispose(): void } {
  const abort = new AbortController();
  const cancel = () => abort.abort(new Error('Cancelled.'));
  for (const name of SIGNALS) process.once(name, cancel);
  return {
    signal: abort.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, cancel);
    },
  };
}
