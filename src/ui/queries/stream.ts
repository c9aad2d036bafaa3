import type { DashboardEvent } from '@/shared/events';

/** The server says hello every 15 s: after twice that and a bit, a silent line counts as dead. */
const SILENCE_MS = 35_000;
const LONGEST_WAIT_MS = 30_000;

export type Line = 'connecting' | 'live' | 'reconnecting';

/** How long to wait before the nth attempt (from 1): 1, 2, 4 … at most 30 seconds. */
export function waitBefore(attempt: number): number {
  return Math.min(1_000 * 2 ** (attempt - 1), LONGEST_WAIT_MS);
}

/**
 * Keeps a line of server-sent events open. Each event is parsed; one that cannot be read counts as a broken line,
 * for a page that overlooks events would show old things as new.
 * @returns a function that closes it.
 */
export function openStream(
  url: string,
  handlers: { onEvent: (event: DashboardEvent) => void; onLine: (line: Line) => void },
): () => void {
  let source: EventSource | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const retry = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
    if (closed) return;
    attempt += 1;
    handlers.onLine('reconnecting');
    timer = setTimeout(connect, waitBefore(attempt));
  };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(retry, SILENCE_MS);
  };
  const connect = () => {
    const opened = new EventSource(url);
    source = opened;
    heard();
    opened.onerror = () => {
      if (source === opened) retry();
    };
    opened.onmessage = async (message: MessageEvent<unknown>) => {
      heard();
      const { DashboardEvent } = await import('./contracts');
      const event = DashboardEvent.safeParse(parse(message.data));
      if (source !== opened) return;
      if (!event.success) return retry();
      attempt = 0;
      handlers.onLine('live');
      handlers.onEvent(event.data);
    };
  };

  connect();
  return () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
  };
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    // The schema refuses it, and the line is opened anew.
    return undefined;
  }
}
