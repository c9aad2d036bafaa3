/**
 * Runs `work`, which emits while it works, and hands the emissions out in their order as a generator.
 * @returns what `work` returns; what it throws is thrown after everything that it had emitted
 */
export async function* pump<E, T>(
  work: (emit: (event: E) => void) => Promise<T>,
): AsyncGenerator<E, T, void> {
  const waiting: E[] = [];
  let wake = () => {};
  let settled = false;
  const running = work((event) => {
    waiting.push(event);
    wake();
  }).finally(() => {
    settled = true;
    wake();
  });
  // It is awaited below; until then a rejection must not count as unhandled.
  running.catch(() => undefined);
  for (;;) {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) yield event;
    if (settled) return await running;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (settled || waiting.length > 0) resolve();
    });
  }
}
