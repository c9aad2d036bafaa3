import type { RunRecord, RunSummary } from '../../shared/details';
import type { KeptHappening } from '../../shared/happenings';
import type { RunOutcome } from '../engine/run';
import type { RunObjects } from '../engine/run-objects';
import { isNamed } from '../error-name';
import type { IncidentState } from '../history/incidents';

/** A kept run that this version of Driftboard cannot read; its message says so. */
export class UnreadableRun extends Error {
  override name = 'UnreadableRun';
  /** By its name: see `isNamed`. */
  static override [Symbol.hasInstance](error: unknown): error is UnreadableRun {
    return isNamed(error, 'UnreadableRun');
  }
}

/** A run as a store takes it; its objects are null where nobody holds them any more. */
export type RunToKeep = Pick<RunOutcome, 'report' | 'details'> & { objects: RunObjects | null };

/** The runs of a page, and its time: after the run before them (null: from the beginning) until its end (null: until now). */
export type HappeningPage = { from: number; to: number; after: string | null; until: string | null };

/** Where runs are kept. Every implementation passes the one contract suite in `contract.ts`. */
export type Store = {
  /**
   * Keeps a run, gives it the next number (a run that is kept already keeps the one that it has), and fills `since` of each finding: the start of the first run in which its
   * key was seen without a break. A run whose check was `unknown` or `skipped` did not look, so it breaks nothing.
   */
  add(outcome: RunToKeep): Promise<RunRecord>;
  /** Null also where the newest cannot be read. */
  latest(): Promise<RunRecord | null>;
  /** @throws UnreadableRun */
  get(number: number): Promise<RunRecord | null>;
  /** The rows and sides of a run; null where there never was such a run. `gone`: only the newest runs keep theirs. */
  objects(number: number): Promise<RunObjects | 'gone' | null>;
  /** The last `limit` runs, oldest first; with `before` the last of those below that number, to page back. */
  summaries(limit: number, before?: number): Promise<RunSummary[]>;
  lastGreen(): Promise<{ number: number; startedAt: string } | null>;
  /** When the present verdict began without a break; null where no run is kept. */
  verdictSince(): Promise<string | null>;
  /** The incidents that lasted at any of the runs from one number to another, oldest first, with their true beginnings and ends. */
  incidents(from: number, to: number): Promise<IncidentState[]>;
  /** What happened beside the runs of a page: what one of them was the first to see, and what none saw; oldest first. */
  happenings(page: HappeningPage): Promise<KeptHappening[]>;
  /** Where and how long runs are kept, in words. */
  note(): string;
};
