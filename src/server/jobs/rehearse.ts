import type { Settings } from '../../shared/config';
import type { JobEvent } from '../../shared/job';
import type { Rehearsal, RepairPlan } from '../../shared/rehearsal';
import type { RehearsalContext, RehearsalStage } from '../rehearsal/rehearse';
import { rehearse } from '../rehearsal/rehearse';
import { pump } from './pump';

export type RehearseJobContext = {
  settings: Settings;
  projectRoot: string;
  dataDir: string;
  signal: AbortSignal;
  /** The run whose repair is tried; null for a run whose database was not read. */
  plan: () => Promise<{ runId: string; repair: RepairPlan | null }>;
  /** Told before the job ends. */
  onResult(rehearsal: Rehearsal): void | Promise<void>;
  /** In place of the real one, in tests. */
  work?: (context: RehearsalContext) => Promise<Rehearsal>;
};

const STEPS: readonly { id: RehearsalStage; title: string }[] = [
  { id: 'copy', title: 'Copy the structure' },
  { id: 'before', title: 'Verify the copy' },
  { id: 'run', title: 'Run the repair on it' },
  { id: 'after', title: 'Verify again' },
];

/**
 * A rehearsal as a job. A repair that does not hold is its result and no failure of the job.
 * @throws where no rehearsal could be made, or the signal's reason
 */
export async function* rehearseJob(context: RehearseJobContext): AsyncGenerator<JobEvent, void, void> {
  yield { type: 'plan', steps: [...STEPS] };
  const rehearsal = yield* pump<JobEvent, Rehearsal>(async (emit) => {
    let stage: RehearsalStage | null = null;
    const enter = (next: RehearsalStage) => {
      if (stage === next) return;
      if (stage !== null) emit({ type: 'step', id: stage, state: 'succeeded' });
      stage = next;
      emit({ type: 'step', id: next, state: 'running' });
    };
    enter('copy');
    const { runId, repair } = await context.plan();
    if (repair === null) {
      throw new Error(
        'The latest run did not read the database, so there is no repair to rehearse: verify again.',
      );
    }
    const { settings, projectRoot, dataDir, signal } = context;
    const result = await (context.work ?? rehearse)({
      settings,
      projectRoot,
      dataDir,
      signal,
      runId,
      plan: repair,
      onStage: enter,
      onLog: (text) => emit({ type: 'log', step: stage ?? 'copy', text }),
      onProgress: (done, total) => emit({ type: 'progress', id: stage ?? 'copy', done, total }),
    });
    emit({ type: 'step', id: 'after', state: 'succeeded' });
    return result;
  });
  await context.onResult(rehearsal);
  yield { type: 'outcome', text: rehearsal.sentence };
}
