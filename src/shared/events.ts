import { z } from 'zod';
import { Job } from './job';
import { CheckReport, Report } from './report';

/** The events of one run, in order; a stream of them that does not end with `run.finished` was cut off. */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.started'),
    runId: z.string(),
    environment: z.string(),
    startedAt: z.string(),
    checks: z.array(z.object({ id: z.string(), title: z.string() })),
  }),
  z.object({
    type: z.literal('observation.finished'),
    runId: z.string(),
    need: z.string(),
    ok: z.boolean(),
    durationMs: z.number(),
    reason: z.string().nullable(),
  }),
  z.object({ type: z.literal('check.finished'), runId: z.string(), check: CheckReport }),
  z.object({ type: z.literal('run.finished'), runId: z.string(), report: Report }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** What the dashboard's viewers get by server-sent events. */
export const DashboardEvent = z.discriminatedUnion('type', [
  ...RunEvent.options,
  /** The run is kept; its record can be fetched. */
  z.object({ type: z.literal('run.stored'), runId: z.string(), number: z.number().int() }),
  z.object({ type: z.literal('job.changed'), job: Job }),
  /** Files were changed, named as a person calls them. Nothing is verified where only the settings file is among them. */
  z.object({
    type: z.literal('files.changed'),
    what: z.array(z.string()).min(1),
    at: z.string(),
    verifies: z.boolean(),
  }),
  /** Sent on connecting and every 15 s, so that a silent line is told from a dead one. */
  z.object({ type: z.literal('hello'), serverStartedAt: z.string(), at: z.string() }),
]);
export type DashboardEvent = z.infer<typeof DashboardEvent>;
