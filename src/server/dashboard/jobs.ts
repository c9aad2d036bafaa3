import type { Settings } from '../../shared/config';
import type { Job, JobRequest } from '../../shared/job';
import type { Rehearsal, RepairPlan } from '../../shared/rehearsal';
import type { Place } from '../compose';
import { demo } from '../jobs/demo/demo';
import { regenerate } from '../jobs/regenerate';
import { rehearseJob } from '../jobs/rehearse';
import type { JobRunner } from '../jobs/runner';
import { HttpError } from './http';
import type { Runs } from './runs';

export type JobsContext = {
  settings: Settings;
  place: Place;
  /** The folder of the settings file. */
  configDir: string;
  reloadToken: string | null;
  runs: Runs;
  /** The repair of the latest run, or of a new one where there is none. */
  planOfLatest: () => Promise<{ runId: string; repair: RepairPlan | null }>;
  onRehearsal: (rehearsal: Rehearsal) => void;
};

/**
 * Starts what a person asked for, or joins it when it is going on.
 * @throws HttpError when another demo is under way, or the environment is not the embedded one
 */
export function startJob(request: JobRequest, runner: JobRunner, context: JobsContext): Job {
  const { settings, place, configDir, reloadToken, runs } = context;
  const verify = async () => (await runs.fresh()).report;
  if (request.kind === 'regenerate') {
    return runner.start('regenerate', 'Regenerate the client', (signal) =>
      regenerate({ settings, ...place, configDir, reloadToken, signal, verify }),
    );
  }
  if (request.kind === 'rehearse') {
    return runner.start('rehearse', 'Rehearse the repair', (signal) =>
      rehearseJob({ settings, ...place, signal, plan: context.planOfLatest, onResult: context.onRehearsal }),
    );
  }
  if (!settings.embedded) {
    throw new HttpError(
      'forbidden',
      'Demos change the database, so they run on the embedded Americano only.',
    );
  }
  const title = request.name === 'heal' ? 'Heal Americano' : `Demo: ${request.name}`;
  const running = runner.list().find((job) => job.kind === 'demo' && job.state === 'running');
  if (running !== undefined && running.title !== title) {
    throw new HttpError('conflict', `“${running.title}” is under way; wait for its end.`);
  }
  return runner.start('demo', title, (signal) =>
    demo(request.name, { settings, ...place, configDir, reloadToken, signal, verify }),
  );
}
