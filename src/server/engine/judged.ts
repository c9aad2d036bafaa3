import type { CheckReport } from '../../shared/report';

/** What the figures and the rows of a run are made of, beside what was observed. */
export type Judged = {
  checks: readonly CheckReport[];
  /** Ids of the checks that could run, whatever they found: not those that were skipped or failed themselves. */
  ran: ReadonlySet<string>;
  /** The patterns that were left out of every comparison. */
  ignore: readonly string[];
};
