import type { JobEvent } from '../../shared/job';
import { redact } from '../../shared/redact';
import type { RegenerationResult } from '../../shared/regeneration';
import { LineBudget } from '../children/line-budget';
import { faultSentence } from './fault-sentence';
import { pump } from './pump';

/** Of what a step says; a little more than a program that it runs may. */
const TALK = { first: 500, last: 150 };

/** What a step may tell while it works. */
export type StepTools = {
  log(text: string): void;
  progress(done: number, total: number): void;
  /** Adds to what the job comes to. */
  result(part: Partial<RegenerationResult>): void;
};

/** Nothing where the step did its work; the reason where it had nothing to do. */
export type StepResult = undefined | { skipped: string };

export type Step = {
  id: string;
  title: string;
  run(tools: StepTools): Promise<StepResult>;
};

/** Thrown after the event of the failed step; its message is the step's reason. */
export class StepError extends Error {
  override readonly name = 'StepError';
}

/**
 * Runs steps one after the other as a job: the plan first, then each step's states, log and progress.
 * @param options.goOn the steps after a failed one are tried too; the first failure is thrown at the end
 * @throws StepError when one fails, the signal's reason when aborted; the steps that follow are told as cancelled
 */
export async function* runSteps(
  steps: readonly Step[],
  signal: AbortSignal,
  options: { goOn?: boolean } = {},
): AsyncGenerator<JobEvent, void, void> {
  yield { type: 'plan', steps: steps.map(({ id, title }) => ({ id, title })) };
  let failure: StepError | null = null;
  for (const [index, step] of steps.entries()) {
    try {
      yield* runStep(step, signal);
    } catch (error) {
      const reason = signal.aborted ? 'Cancelled.' : faultSentence(error);
      yield { type: 'step', id: step.id, state: signal.aborted ? 'cancelled' : 'failed', reason };
      failure ??= new StepError(reason, { cause: error });
      if (options.goOn === true && !signal.aborted) continue;
      for (const later of steps.slice(index + 1)) {
        yield { type: 'step', id: later.id, state: 'cancelled', reason: 'An earlier step did not succeed.' };
      }
      throw signal.aborted ? signal.reason : failure;
    }
  }
  if (failure !== null) throw failure;
}

async function* runStep(step: Step, signal: AbortSignal): AsyncGenerator<JobEvent, void, void> {
  signal.throwIfAborted();
  yield { type: 'step', id: step.id, state: 'running' };
  const result = yield* pump<JobEvent, StepResult>(async (emit) => {
    const budget = new LineBudget((text) => emit({ type: 'log', step: step.id, text }), redact, TALK);
    try {
      return await step.run({
        log: (text) => budget.take(text),
        progress: (done, total) => emit({ type: 'progress', id: step.id, done, total }),
        result: (result) => emit({ type: 'result', result }),
      });
    } finally {
      budget.end();
    }
  });
  if (result === undefined) yield { type: 'step', id: step.id, state: 'succeeded' };
  else yield { type: 'step', id: step.id, state: 'skipped', reason: redact(result.skipped) };
}
