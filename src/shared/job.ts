import { z } from 'zod';
import { RegenerationResult } from './regeneration';

export const DemoName = z.enum([
  'stale-client',
  'missing-column',
  'missing-table',
  'enum-value',
  'dropped-index',
  'invalid-index',
  'manual-sql',
  'slow-route',
  'heal',
]);
export type DemoName = z.infer<typeof DemoName>;

export const StepState = z.enum(['waiting', 'running', 'succeeded', 'failed', 'skipped', 'cancelled']);
export type StepState = z.infer<typeof StepState>;

export const JobStep = z.object({
  id: z.string(),
  title: z.string(),
  state: StepState,
  startedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  /** A real figure only: how many of how many. */
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** Why it failed or was skipped. */
  reason: z.string().nullable(),
});
export type JobStep = z.infer<typeof JobStep>;

export const JobState = z.enum(['running', 'succeeded', 'failed', 'cancelled', 'interrupted']);
export type JobState = z.infer<typeof JobState>;

export const Job = z.object({
  id: z.string(),
  kind: z.enum(['regenerate', 'demo', 'rehearse']),
  title: z.string(),
  state: JobState,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  steps: z.array(JobStep),
  log: z.array(z.object({ at: z.string(), step: z.string(), text: z.string() })),
  /** What changed, or why nothing did; null while it works. */
  outcome: z.string().nullable(),
  /** Of a regeneration what it has come to so far. */
  result: RegenerationResult.nullable(),
  /** The process that does it, and how it was asked for. */
  startedBy: z.object({ pid: z.number().int(), via: z.enum(['dashboard', 'command-line']) }),
});
export type Job = z.infer<typeof Job>;

/** A job in a list. */
export const JobLine = Job.pick({ id: true, title: true, state: true, startedAt: true, outcome: true });
export type JobLine = z.infer<typeof JobLine>;

export const JobRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('regenerate') }),
  z.strictObject({ kind: z.literal('demo'), name: DemoName }),
  /** Tries the repairs of the latest run on a copy of the live structure in the shadow server. */
  z.strictObject({ kind: z.literal('rehearse') }),
]);
export type JobRequest = z.infer<typeof JobRequest>;

/** What a job (an async generator) yields; the runner folds these into `Job`. */
export const JobEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('plan'), steps: z.array(z.object({ id: z.string(), title: z.string() })) }),
  z.object({ type: z.literal('step'), id: z.string(), state: StepState, reason: z.string().optional() }),
  z.object({ type: z.literal('progress'), id: z.string(), done: z.number(), total: z.number() }),
  z.object({ type: z.literal('log'), step: z.string(), text: z.string() }),
  z.object({ type: z.literal('outcome'), text: z.string() }),
  /** Takes the place of the same parts of the result so far. */
  z.object({ type: z.literal('result'), result: RegenerationResult.partial() }),
]);
export type JobEvent = z.infer<typeof JobEvent>;
