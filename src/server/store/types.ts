import type { RunDetails, RunRecord, RunSummary } from '../../shared/details';
import type { Report } from '../../shared/report';

/** Where runs are kept. Every implementation passes the one contract suite in `contract.ts`. */
export type Store = {
  /**
   * Keeps a run, gives it the next number, and fills `since` of each finding: the start of the first run in which its
   * key was seen without a break. A run whose check was `unknown` or `skipped` did not look, so it breaks nothing.
   */
  add(report: Report, details: RunDetails): Promise<RunRecord>;
  latest(): Promise<RunRecord | null>;
  get(number: number): Promise<RunRecord | null>;
  /** The last `limit` runs, oldest first. */
  summaries(limit: number): Promise<RunSummary[]>;
  lastGreen(): Promise<{ number: number; startedAt: string } | null>;
  /** When the present verdict began without a break; null where no run is kept. */
  verdictSince(): Promise<string | null>;
  /** Where and how long runs are kept, in words. */
  note(): string;
};
