const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on the signal that the terminal has sent to us already: within this time it is the same Ctrl-C. */
const SAME_SIGNAL_MS = 400;

/** The conventional exit code after each signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Shutdown {
  /** Aborted at the first signal. */
  signal: AbortSignal;
  /** The exit code of the signal that came, or null. */
  exitCode(): number | null;
  /** Stops listening. */
  dispose(): void;
}

/** @param killNow called at the second signal; the process ends right after it */
export function listenForSignals(killNow: () => void): Shutdown {
  const controller = new AbortController();
  let exitCode: number | null = null;
  let firstAt = 0;
  const handler = (name: (typeof SIGNALS)[number]) => {
    if (exitCode === null) {
      exitCode = EXIT_CODES[name];
      firstAt = performance.now();
      controller.abort(new Error(`Interrupted by ${name}.`));
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      killNow();
      process.exit(exitCode);
    }
  };
  for (const name of SIGNALS) process.on(name, handler);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, handler);
    },
  };
}
