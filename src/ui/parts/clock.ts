'use client';
import { createContext, useContext, useSyncExternalStore } from 'react';

/** The moment of the server's rendering: server and browser paint the same first text from it. */
export const RenderedAt = createContext(0);

let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One timer for all times on the page; it stops when nobody looks at it. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    const tick = () => {
      now = Date.now();
      for (const each of listeners) each();
    };
    timer = setInterval(tick, 1_000);
    queueMicrotask(tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds since 1970, moving on each second; the server's moment during hydration. */
export function useNow(): number {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => (now === 0 ? renderedAt : now),
    () => renderedAt,
  );
}

const never = () => () => undefined;

/** False on the server and while hydrating, true afterwards: for what only the browser knows (time zone, platform). */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
