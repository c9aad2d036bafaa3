'use client';
import { useSyncExternalStore } from 'react';

type Overlay = 'palette' | 'help' | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

/** Opens the command palette or the list of keys, from wherever; null closes. */
export function setOverlay(next: Overlay): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Which of the two is open now, and how to change it. */
export function useOverlay(): [Overlay, typeof setOverlay] {
  const overlay = useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
  return [overlay, setOverlay];
}
