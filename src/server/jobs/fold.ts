import type { Job, JobEvent, JobStep } from '../../shared/job';
import { redact } from '../../shared/redact';

/** Of one job; older lines make room. */
export const MAX_LOG_LINES = 2_000;

/** Stands first in a log that had to be cut. */
const EARLIER = '… earlier lines were left out.';

const FINAL = new Set(['succeeded', 'failed', 'skipped', 'cancelled']);

/**
 * The job after one event, which is free of secrets (`redactEvent`). Pure: `at` is the moment of the event (ISO 8601).
 * An event for a step that no plan named leaves the steps as they are.
 */
export function foldJob(job: Job, event: JobEvent, at: string): Job {
  switch (event.type) {
    case 'plan':
      return { ...job, steps: event.steps.map((step) => ({ ...NEW_STEP, ...step })) };
    case 'step':
      return withStep(job, event.id, (step) => ({
        ...step,
        state: event.state,
        startedAt: step.startedAt ?? (event.state === 'running' ? at : null),
        durationMs: FINAL.has(event.state) && step.startedAt !== null ? elapsedMs(step.startedAt, at) : null,
        reason: event.reason ?? step.reason,
      }));
    case 'progress':
      return withStep(job, event.id, (step) => ({
        ...step,
        progress: { done: event.done, total: event.total },
      }));
    case 'log':
      return { ...job, log: lastLines([...job.log, { at, step: event.step, text: event.text }]) };
    case 'outcome':
      return { ...job, outcome: event.text };
    case 'result':
      return { ...job, result: { ...(job.result ?? NO_RESULT), ...event.result } };
  }
}

/** An event without secrets, in whatever words it came. */
export function redactEvent(event: JobEvent): JobEvent {
  if (event.type === 'log' || event.type === 'outcome') return { ...event, text: redact(event.text) };
  if (event.type === 'step' && event.reason !== undefined) return { ...event, reason: redact(event.reason) };
  return event;
}

/** The job at its end. A step that was under way shares the fate of the job; those that were not reached are cancelled. */
export function finishJob(
  job: Job,
  end: { state: 'succeeded' } | { state: 'failed' | 'cancelled' | 'interrupted'; reason: string },
  at: string,
): Job {
  if (end.state === 'succeeded') return { ...job, state: end.state, finishedAt: at };
  const fate = end.state === 'failed' ? 'failed' : 'cancelled';
  const steps = job.steps.map((step): JobStep => {
    if (step.state === 'running') {
      const durationMs = step.startedAt === null ? null : elapsedMs(step.startedAt, at);
      return { ...step, state: fate, durationMs, reason: step.reason ?? redact(end.reason) };
    }
    return step.state === 'waiting' ? { ...step, state: 'cancelled' } : step;
  });
  return { ...job, state: end.state, finishedAt: at, steps, outcome: job.outcome ?? redact(end.reason) };
}

const NO_RESULT = { changes: null, types: null, takeUp: null } as const;

const NEW_STEP = {
  state: 'waiting',
  startedAt: null,
  durationMs: null,
  progress: null,
  reason: null,
} as const;

function lastLines(log: Job['log']): Job['log'] {
  if (log.length <= MAX_LOG_LINES) return log;
  const [first] = log;
  const last = log.slice(1 - MAX_LOG_LINES);
  return first === undefined ? last : [{ ...first, text: EARLIER }, ...last];
}

function withStep(job: Job, id: string, change: (step: JobStep) => JobStep): Job {
  return { ...job, steps: job.steps.map((step) => (step.id === id ? change(step) : step)) };
}

function elapsedMs(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
