import { DashboardEvent } from '../../shared/events';
import type { Bus } from './bus';

/** Often enough that a viewer notices a dead line soon, seldom enough to cost nothing. */
const HEARTBEAT_MS = 15_000;
/** So much may wait for a viewer who reads slowly. A whole report is far less. */
export const WAITING_BYTES = 8 * 1024 * 1024;

const encoder = new TextEncoder();
/** What an event reads on the wire; made once, however many viewers there are. */
const encoded = new WeakMap<DashboardEvent, Uint8Array>();

function bytesOf(event: DashboardEvent): Uint8Array {
  const known = encoded.get(event);
  if (known !== undefined) return known;
  const bytes = encoder.encode(`data: ${JSON.stringify(DashboardEvent.parse(event))}\n\n`);
  encoded.set(event, bytes);
  return bytes;
}

/**
 * The events of the dashboard as a stream of server-sent events, until the viewer goes away. One who has fallen behind
 * is sent what waits for him and no more; then the stream ends. A page opens it anew and fetches the state as it is, so
 * that it has missed nothing.
 * @param signal of the request; it fires at the normal end too, so that ending twice must do no harm
 */
export function eventStream(
  bus: Bus,
  serverStartedAt: string,
  signal: AbortSignal,
  waitingBytes = WAITING_BYTES,
): Response {
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (event: DashboardEvent) => {
          if ((controller.desiredSize ?? 0) <= 0) return end();
          controller.enqueue(bytesOf(event));
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
    },
    new ByteLengthQueuingStrategy({ highWaterMark: waitingBytes }),
  );
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // A proxy that collects the answer before it passes it on would make "live" a lie.
      'x-accel-buffering': 'no',
    },
  });
}
