import type { QueryOrigin } from '../../../shared/query-plans';

/** A query as one source tells it. */
export type FoundQuery = {
  origin: QueryOrigin;
  sql: string;
  /** Its declared name; null where nobody gave it one. */
  name: string | null;
  endpoints: readonly string[];
  story: string | null;
  calls: number | null;
  meanMs: number | null;
};

/** What one source gave: queries, or null with the reason; a reason beside queries says what was left out. */
export type SourceAnswer = { queries: FoundQuery[] | null; reason: string | null };
