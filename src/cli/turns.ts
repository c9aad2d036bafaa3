/** Who asks while a turn is going on is part of the next one: one turn at a time, and none lost. */
export function createTurns(signal: AbortSignal) {
  const asked = new Set<string>();
  let wake = () => {};
  return {
    ask(names: readonly string[]): void {
      for (const name of names) asked.add(name);
      wake();
    },
    /**
     * Waits until somebody asks, or the time is over.
     * @param afterMs 0 waits without an end
     * @returns what was asked for, none of it where the time was over; null at the end
     */
    async next(afterMs: number): Promise<string[] | null> {
      if (asked.size === 0 && !signal.aborted) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', wake, { once: true });
          if (afterMs > 0) timer = setTimeout(resolve, afterMs);
        });
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        wake = () => {};
      }
      if (signal.aborted) return null;
      const names = [...asked];
      asked.clear();
      return names;
    },
  };
}
