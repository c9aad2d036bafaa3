import { z } from 'zod';
import { Finding, RepairStatement } from './finding';

/** All repairs of a run as one script: in the order in which they run, each statement once. */
export const RepairPlan = z.object({
  statements: z.array(
    RepairStatement.extend({
      /** The findings that it repairs. */
      findingKeys: z.array(z.string()).min(1),
    }),
  ),
  /** Findings that no SQL repairs, with what to do instead. */
  byOtherMeans: z.array(z.object({ findingKey: z.string(), kind: z.string(), text: z.string() })),
  /** The whole as one paste-ready script with its hazards as comments; empty where there is nothing to run. */
  script: z.string(),
});
export type RepairPlan = z.infer<typeof RepairPlan>;

/** A repair tried on a copy of the live structure in the shadow server. Nothing of it ran on the watched database. */
export const Rehearsal = z.object({
  startedAt: z.string(),
  durationMs: z.number(),
  /** `PostgreSQL 18.4`: where it was tried. */
  server: z.string(),
  /** The run whose findings it repairs. */
  runId: z.string(),
  /** What of the live structure could not be copied, and why: what rests on it was not rehearsed. */
  notCopied: z.array(z.object({ what: z.string(), why: z.string() })),
  statements: z.array(
    z.object({
      sql: z.string(),
      ok: z.boolean(),
      durationMs: z.number(),
      /** PostgreSQL's own words. */
      error: z.string().nullable(),
    }),
  ),
  /** Keys of findings that the copy had too, before the repair. */
  before: z.array(z.string()),
  /** Keys of those that are gone after it. */
  resolved: z.array(z.string()),
  /** Those that are still there. */
  remaining: z.array(Finding),
  /** Those that were not there before. */
  appeared: z.array(Finding),
  /** `pass`: everything with SQL ran and is gone, nothing appeared; `unknown`: something could not be copied or run. */
  verdict: z.enum(['pass', 'fail', 'unknown']),
  /** One sentence in plain words. */
  sentence: z.string(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;
