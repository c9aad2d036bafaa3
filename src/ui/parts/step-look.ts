import type { JobState, StepState } from '@/shared/job';
import type { Verdict } from '@/shared/verdict';

/** How the state of a step looks: through the shapes of the verdicts, with words of its own. */
export const STEP_LOOK: Record<StepState, { word: string; verdict: Verdict }> = {
  waiting: { word: 'waiting', verdict: 'skipped' },
  running: { word: 'running', verdict: 'unknown' },
  succeeded: { word: 'done', verdict: 'pass' },
  failed: { word: 'failed', verdict: 'fail' },
  skipped: { word: 'skipped', verdict: 'skipped' },
  cancelled: { word: 'cancelled', verdict: 'unknown' },
};

/** The same for a whole job. */
export const JOB_LOOK: Record<JobState, { word: string; verdict: Verdict }> = {
  running: { word: 'Running', verdict: 'unknown' },
  succeeded: { word: 'Succeeded', verdict: 'pass' },
  failed: { word: 'Failed', verdict: 'fail' },
  cancelled: { word: 'Cancelled', verdict: 'unknown' },
  interrupted: { word: 'Interrupted: nobody finished it', verdict: 'unknown' },
};
