import { resolve } from 'node:path';
import type { DemoName } from '../../shared/job';
import type { JobSpec } from './begin';
import { type DemoContext, demo } from './demo/demo';
import { clientLocks, demoLock } from './lock-files';
import { type RegenerateContext, regenerate } from './regenerate';

type WithoutRun<T> = Omit<T, 'signal' | 'ticket'>;

/** A regeneration, the same wherever it is asked for. */
export function regenerateJob(context: WithoutRun<RegenerateContext>): Omit<JobSpec, 'environment'> {
  const { settings, projectRoot } = context;
  return {
    kind: 'regenerate',
    title: 'Regenerate the client',
    request: `regenerate from ${settings.schema === null ? 'nothing' : resolve(settings.schema)}`,
    locks: clientLocks(projectRoot, settings),
    work: (signal, ticket) => regenerate({ ...context, signal, ticket }),
  };
}

/** A demo, the same wherever it is asked for. */
export function demoJob(name: DemoName, context: WithoutRun<DemoContext>): Omit<JobSpec, 'environment'> {
  return {
    kind: 'demo',
    title: name === 'heal' ? 'Heal Americano' : `Demo: ${name}`,
    request: name,
    locks: [demoLock(context.dataDir)],
    work: (signal, ticket) => demo(name, { ...context, signal, ticket }),
  };
}
