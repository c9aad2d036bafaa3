import { z } from 'zod';
import { Happening } from './happenings';
import { IncidentNotes } from './incident-notes';
import { RuleId } from './rules';
import { Severity, Verdict } from './verdict';
import { FindingWaiver } from './waivers';

/** What a list and a comparison say of a run itself. */
export const RunHead = z.object({
  number: z.number().int().positive(),
  startedAt: z.string(),
  verdict: Verdict,
});
export type RunHead = z.infer<typeof RunHead>;

/** A run on the timeline. */
export const TimelineRow = RunHead.extend({
  durationMs: z.number(),
  /** Against the run before it, in words: `client Pass → Fail`; null of the first run that is kept. */
  changes: z.array(z.string()).nullable(),
});
export type TimelineRow = z.infer<typeof TimelineRow>;

/** Red runs beside one another with one cause. Runs that could not look stand between them and end nothing. */
export const Incident = z.object({
  /** Its first and its last red run. */
  first: z.number().int().positive(),
  last: z.number().int().positive(),
  /** How many red runs it has. */
  runs: z.number().int().positive(),
  startedAt: z.string(),
  /** When the first run began that no longer had it, and which that is; null while it lasts. */
  ended: z.object({ at: z.string(), number: z.number().int().positive() }).nullable(),
  /** What stood behind it; null where it was kept before that was known. */
  causes: z.array(z.object({ key: z.string(), title: z.string() })).nullable(),
});
export type Incident = z.infer<typeof Incident>;

/** `GET /api/health/runs/history`. */
export const RunHistory = z.object({
  /** Newest first. */
  runs: z.array(TimelineRow),
  /** Those that lasted at any of these runs, newest first; their beginnings and ends may lie elsewhere. */
  incidents: z.array(Incident),
  /** What people say of these incidents. */
  notes: IncidentNotes,
  /** What happened beside these runs, newest first. */
  happenings: z.array(Happening),
  /** Why jobs may lack among them; null where none do. */
  jobsGap: z.string().nullable(),
  /** The number to go on below; null where there are no older ones. */
  olderThan: z.number().int().positive().nullable(),
});
export type RunHistory = z.infer<typeof RunHistory>;

const FindingLine = z.object({
  key: z.string(),
  rule: RuleId,
  severity: Severity,
  message: z.string(),
  observed: z.string(),
  waiver: FindingWaiver.optional(),
});
export type FindingLine = z.infer<typeof FindingLine>;

/** `GET /api/health/runs/compare?from=…&to=…`: two runs, finding by finding. */
export const RunComparison = z.object({
  from: RunHead,
  to: RunHead,
  appeared: z.array(FindingLine),
  resolved: z.array(FindingLine),
  /** The same key with another severity, message or observation, or accepted by a person in one of them. */
  changed: z.array(z.object({ before: FindingLine, after: FindingLine })),
  stillThere: z.array(FindingLine),
  /** Findings of one run that the other, `in`, could not look for: neither appeared nor resolved. */
  notMeasured: z.array(FindingLine.extend({ in: z.number().int().positive(), reason: z.string() })),
  /** Checks whose verdict changed; null where a run did not have the check. */
  checks: z.array(
    z.object({ id: z.string(), title: z.string(), before: Verdict.nullable(), after: Verdict.nullable() }),
  ),
  /** Routes whose verdict or status changed; null where a run did not have the route. */
  routes: z.array(
    z.object({
      id: z.string(),
      before: z.object({ verdict: Verdict, status: z.number().int().nullable() }).nullable(),
      after: z.object({ verdict: Verdict, status: z.number().int().nullable() }).nullable(),
    }),
  ),
});
export type RunComparison = z.infer<typeof RunComparison>;
