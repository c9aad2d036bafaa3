import type { Job, JobStep } from '@/shared/job';

/** The step whose log one sees: the one that was chosen, else the one at work, else the one that failed; null for all. */
export function stepToShow(job: Job, chosen: string | null): JobStep | null {
  const byId = (id: string | null) => job.steps.find((step) => step.id === id);
  const inState = (state: JobStep['state']) => job.steps.find((step) => step.state === state);
  return byId(chosen) ?? inState('running') ?? inState('failed') ?? null;
}

/** `step 3 of 7, then: Put it in place`; null where it does not work, or nobody knows its steps yet. */
export function whereItIs(job: Job): { place: string; next: string | null } | null {
  if (job.state !== 'running') return null;
  const at = job.steps.findIndex(({ state }) => state === 'running');
  if (at === -1) return null;
  return { place: `step ${at + 1} of ${job.steps.length}`, next: job.steps[at + 1]?.title ?? null };
}

/** Who does it, and how it was asked for: a second request from elsewhere joins it. */
export function startedBy({ startedBy: { pid, via }, state }: Job): string {
  const where = via === 'dashboard' ? 'in the dashboard' : 'on the command line';
  return state === 'running' ? `${where}, by process ${pid}` : where;
}
