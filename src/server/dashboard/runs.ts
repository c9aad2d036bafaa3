import { randomUUID } from 'node:crypto';
import type { RunRecord } from '../../shared/details';
import type { RunEvent } from '../../shared/events';
import type { RunOutcome } from '../engine/run';
import type { Store } from '../store/types';
import type { Bus } from './bus';

export type RunOnce = (options: {
  runId: string;
  signal: AbortSignal;
  onEvent: (event: RunEvent) => void;
}) => Promise<RunOutcome>;

export type Runs = {
  /** Starts a run, or joins the one that is going on: many viewers cost one run. */
  start(): { runId: string; joined: boolean; done: Promise<RunRecord> };
  /** A run that began after this call: what is going on may have read the state before a change. */
  fresh(): Promise<RunRecord>;
  running(): { runId: string; startedAt: string } | null;
};

/** One run at a time, kept in the store, told on the bus. */
export function createRuns(
  runOnce: RunOnce,
  store: Store,
  bus: Bus,
  onError: (error: unknown) => void,
): Runs {
  let current: { runId: string; startedAt: string; done: Promise<RunRecord> } | null = null;

  async function run(runId: string): Promise<RunRecord> {
    const outcome = await runOnce({
      runId,
      signal: new AbortController().signal,
      onEvent: (event) => bus.publish(event),
    });
    return store.add(outcome);
  }

  function start() {
    if (current !== null) return { runId: current.runId, joined: true, done: current.done };
    const runId = randomUUID();
    const done = run(runId).finally(() => {
      current = null;
    });
    current = { runId, startedAt: new Date().toISOString(), done };
    // Told only when `current` is cleared, so that who fetches the state now does not see the run as going on.
    done.then(
      (record) => bus.publish({ type: 'run.stored', runId, number: record.number }),
      (error: unknown) => onError(error),
    );
    return { runId, joined: false, done };
  }

  return {
    start,
    async fresh() {
      // Whatever became of the earlier run is told to those who asked for it.
      if (current !== null) await current.done.catch(() => undefined);
      return start().done;
    },
    running: () => (current === null ? null : { runId: current.runId, startedAt: current.startedAt }),
  };
}
