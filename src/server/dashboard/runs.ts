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

/** A run that somebody asked for: the one that begins now, or the next one. */
export type AskedRun = {
  runId: string;
  /** Others have asked for the same run. */
  joined: boolean;
  /** The run that has to end first; null where this one begins at once. */
  after: string | null;
  /** Rejects where the run itself fails. */
  done: Promise<RunRecord>;
};

export type Runs = {
  /** Starts a run where none is going on. For who only wants to be told of some run: many viewers cost one run. */
  start(): void;
  /**
   * A run that begins after this call, since what is going on may have read the state before a change. All who ask while
   * one is going on share the next one: however many ask, at most one run goes on and one waits.
   */
  ask(): AskedRun;
  /** The record of a run that began after this call. */
  fresh(): Promise<RunRecord>;
  running(): { runId: string; startedAt: string } | null;
};

export type Alone = (work: () => Promise<RunRecord>) => Promise<RunRecord>;

type Current = { runId: string; startedAt: string; done: Promise<RunRecord> };

/**
 * One run at a time, kept in the store, told on the bus.
 * @param alone does a run, and its keeping, while no other instance makes one
 */
export function createRuns(
  runOnce: RunOnce,
  store: Store,
  bus: Bus,
  onError: (error: unknown) => void,
  alone: Alone = (work) => work(),
): Runs {
  let current: Current | null = null;
  let next: Omit<Current, 'startedAt'> | null = null;

  async function run(runId: string): Promise<RunRecord> {
    const outcome = await runOnce({
      runId,
      signal: new AbortController().signal,
      onEvent: (event) => bus.publish(event),
    });
    return store.add(outcome);
  }

  /** Must be called while none is going on. */
  function begin(runId: string): Promise<RunRecord> {
    const done = alone(() => run(runId)).finally(() => {
      current = null;
    });
    current = { runId, startedAt: new Date().toISOString(), done };
    // Told only when `current` is cleared, so that who fetches the state now does not see the run as going on.
    done.then(
      (record) => bus.publish({ type: 'run.stored', runId, number: record.number }),
      (error: unknown) => onError(error),
    );
    return done;
  }

  /** @param before is ended by the time that this one begins; whatever became of it is told to those who asked for it */
  function queue(before: Current): Promise<RunRecord> {
    const runId = randomUUID();
    const done = before.done
      .catch(() => undefined)
      .then(() => {
        next = null;
        return begin(runId);
      });
    next = { runId, done };
    // Its failure is told by `begin`; nobody may be waiting for the answer.
    done.catch(() => undefined);
    return done;
  }

  function ask(): AskedRun {
    const joined = next !== null;
    if (current === null && next === null) {
      const runId = randomUUID();
      return { runId, joined: false, after: null, done: begin(runId) };
    }
    if (next === null && current !== null) queue(current);
    if (next === null) throw new Error('A run that was queued is there.');
    return { ...next, joined, after: current?.runId ?? null };
  }

  return {
    start() {
      if (current === null && next === null) begin(randomUUID());
    },
    ask,
    fresh: () => ask().done,
    running: () => (current === null ? null : { runId: current.runId, startedAt: current.startedAt }),
  };
}
