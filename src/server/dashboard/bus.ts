import type { DashboardEvent } from '../../shared/events';

export type Listener = (event: DashboardEvent) => void;

/** Passes events on to everybody who listens in this process. A listener that throws does not keep others from hearing. */
export function createBus(onListenerError: (error: unknown) => void) {
  const listeners = new Set<Listener>();
  const overhearing = new Set<Listener>();
  return {
    publish(event: DashboardEvent): void {
      for (const listener of [...listeners, ...overhearing]) {
        try {
          listener(event);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    /** @returns the function that ends the subscription; calling it twice does no harm */
    subscribe(listener: Listener): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** For parts of the dashboard itself, which are no viewers and keep no runs going. */
    overhear(listener: Listener): void {
      overhearing.add(listener);
    },
    /** Of viewers. */
    size: () => listeners.size,
  };
}
export type Bus = ReturnType<typeof createBus>;
