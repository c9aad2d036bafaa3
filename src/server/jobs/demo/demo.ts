import type { DemoName, JobEvent } from '../../../shared/job';
import { LockedError, takeLocks, ticketOf } from '../lock';
import { demoLock } from '../lock-files';
import { runSteps, type Step } from '../steps';
import { verifySteps } from '../verify-step';
import { embeddedUrl } from './database';
import { enumValue } from './enum-demo';
import { droppedIndex, invalidIndex } from './index-demos';
import { manualSql, slowRoute } from './other-demos';
import { staleClient } from './stale-client';
import { type DemoInForce, demosInForce, forgetDemo, rememberDemo } from './state';
import { missingColumn, missingTable } from './table-demos';
import type { Demo, DemoContext } from './types';

export { demosInForce } from './state';
export type { DemoContext } from './types';

const DEMOS: readonly Demo[] = [
  staleClient,
  missingColumn,
  missingTable,
  enumValue,
  droppedIndex,
  invalidIndex,
  manualSql,
  slowRoute,
];

/**
 * Makes the embedded Americano ill for real, or heals it, as a job. Nothing but the embedded database is ever touched.
 * @throws LockedError, StepError (also when the settings do not watch the embedded database), or the signal's reason
 */
export async function* demo(name: DemoName, context: DemoContext): AsyncGenerator<JobEvent, void, void> {
  await embeddedUrl(context);
  const release = await takeLocks([demoLock(context.dataDir)], context.ticket ?? (await ticketOf('Demo')));
  try {
    if (name === 'heal') yield* heal(context);
    else yield* make(name, context);
  } finally {
    await release();
  }
}

async function* make(name: Demo['name'], context: DemoContext): AsyncGenerator<JobEvent, void, void> {
  const found = demoOf(name);
  const already = (await demosInForce(context.dataDir)).some((one) => one.name === name && one.applied);
  const step: Step = {
    id: name,
    title: found.title,
    async run(tools) {
      if (already) return { skipped: 'It is in force already: heal undoes it.' };
      const record = await found.look(context);
      await rememberDemo(context.dataDir, { name, record, applied: false });
      try {
        await found.apply(context, record, tools);
      } catch (error) {
        // Somebody else held the lock, so nothing was changed that heal would have to undo.
        if (error instanceof LockedError) await forgetDemo(context.dataDir, name);
        throw error;
      }
      await rememberDemo(context.dataDir, { name, record, applied: true });
      return undefined;
    },
  };
  const ending = { headline: '' };
  yield* runSteps([step, ...verification(context, ending)], context.signal);
  const text = already
    ? `${found.title}: in force already.`
    : `${found.title}: done. driftboard demo heal undoes it.`;
  yield { type: 'outcome', text: `${text}${ending.headline}` };
}

async function* heal(context: DemoContext): AsyncGenerator<JobEvent, void, void> {
  const inForce = (await demosInForce(context.dataDir)).toReversed();
  const steps = inForce.map((one) => healingStep(one, context));
  const ending = { headline: '' };
  yield* runSteps([...steps, ...verification(context, ending)], context.signal, { goOn: true });
  const names = inForce.map((one) => one.name).join(', ');
  const text = inForce.length === 0 ? 'No demo was in force.' : `Healed: ${names}.`;
  yield { type: 'outcome', text: `${text}${ending.headline}` };
}

function verification({ verify }: DemoContext, ending: { headline: string }): Step[] {
  return verifySteps(verify, (report) => {
    ending.headline = ` ${report.headline}`;
  });
}

function healingStep({ name, record }: DemoInForce, context: DemoContext): Step {
  return {
    id: name,
    title: `Undo ${name}`,
    async run(tools) {
      await demoOf(name).undo(context, record, tools);
      await forgetDemo(context.dataDir, name);
      return undefined;
    },
  };
}

function demoOf(name: DemoName): Demo {
  const found = DEMOS.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`There is no demo "${name}": ${DEMOS.map((one) => one.name).join(', ')}.`);
  return found;
}
