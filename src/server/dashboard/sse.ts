import { DashboardEvent } from '../../shared/events';
import type { Bus } from './bus';

/** Often enough that a viewer notices a dead line soon, seldom enough to cost nothing. */
const HEARTBEAT_MS = 15_000;

/**
 * The events of the dashboard as a stream of server-sent events, until the viewer goes away.
 * @param signal of the request; it fires at the normal end too, so that ending twice must do no harm
 */
export function eventStream(bus: Bus, serverStartedAt: string, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (event: DashboardEvent) => {
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(DashboardEvent.parse(event))}\n\n`));
      };
      const hello = () => send({ type: 'hello', serverStartedAt, at: new Date().toISOString() });
      const unsubscribe = bus.subscribe(send);
      const timer = setInterval(hello, HEARTBEAT_MS);
      timer.unref();
      let ended = false;
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(timer);
        unsubscribe();
        signal.removeEventListener('abort', end);
        controller.close();
      };
      if (signal.aborted) return end();
      signal.addEventListener('abort', end, { once: true });
      hello();
    },
    cancel: () => end(),
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // A proxy that collects the answer before it passes it on would make "live" a lie.
      'x-accel-buffering': 'no',
    },
  });
}
