import { DashboardEvent } from '../../../shared/events';

/** One viewer, as a browser's EventSource reads. */
export type Viewer = {
  /** All that it was told, in its order. */
  events: DashboardEvent[];
  greeted: Promise<void>;
  /** When it was told something of which this is true. Rejects where the stream ends before. */
  until(isIt: (event: DashboardEvent) => boolean): Promise<void>;
  leave(): void;
};

/** Opens the stream of a dashboard on this port. */
export function watchDashboard(port: number): Viewer {
  const events: DashboardEvent[] = [];
  const leaving = new AbortController();
  const listeners = new Set<(event: DashboardEvent) => void>();
  const reading = (async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/health/events`, { signal: leaving.signal });
    if (response.body === null) throw new Error('The stream has no body.');
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const parts = `${rest}${text}`.split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const event = DashboardEvent.parse(JSON.parse(part.replace(/^data: /, '')));
        events.push(event);
        for (const listener of listeners) listener(event);
      }
    }
  })();
  reading.catch(() => undefined);

  function until(isIt: (event: DashboardEvent) => boolean): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (events.some(isIt)) return resolve();
      const listener = (event: DashboardEvent) => {
        if (!isIt(event)) return;
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
      reading.then(() => reject(new Error('The stream ended.')), reject);
    });
  }
  const greeted = until(({ type }) => type === 'hello');
  // Who is killed before it says hello is waited for by nobody.
  greeted.catch(() => undefined);
  return { events, greeted, until, leave: () => leaving.abort() };
}

/** The runs that were told as kept, in their order. */
export function storedIn(events: readonly DashboardEvent[]): { number: number; runId: string }[] {
  return events.flatMap((event) =>
    event.type === 'run.stored' ? [{ number: event.number, runId: event.runId }] : [],
  );
}
