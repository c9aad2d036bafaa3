import type { Settings } from '../../shared/config';
import type { Job, JobRequest } from '../../shared/job';
import type { Rehearsal, RepairPlan } from '../../shared/rehearsal';
import type { Place } from '../compose';
import { type JobSpec, NotBegunError } from '../jobs/begin';
import { LockedError } from '../jobs/lock';
import { rehearsalLock } from '../jobs/lock-files';
import { rehearseJob } from '../jobs/rehearse';
import type { JobRunner } from '../jobs/runner';
import { demoJob, regenerateJob } from '../jobs/specs';
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
  onRehearsal: (rehearsal: Rehearsal) => Promise<void>;
};

/**
 * Starts what a person asked for, or joins it when it is going on.
 * @throws HttpError when another job is in the way, or the environment is not the embedded one
 */
export async function startJob(request: JobRequest, runner: JobRunner, context: JobsContext): Promise<Job> {
  try {
    return await runner.start(specOf(request, context));
  } catch (error) {
    if (error instanceof LockedError) throw new HttpError('conflict', error.message);
    if (error instanceof NotBegunError) throw new HttpError('unavailable', error.message);
    throw error;
  }
}

function specOf(request: JobRequest, context: JobsContext): Omit<JobSpec, 'environment'> {
  const { settings, place, configDir, reloadToken, runs } = context;
  const verify = async () => (await runs.fresh()).report;
  if (request.kind === 'regenerate') {
    return regenerateJob({ settings, ...place, configDir, reloadToken, verify });
  }
  if (request.kind === 'rehearse') {
    return {
      kind: 'rehearse',
      title: 'Rehearse the repair',
      // Of the runs of this server, so that no other one can do it in its place.
      request: `rehearse for ${process.pid}`,
      locks: [rehearsalLock(place.dataDir, process.pid)],
      work: (signal) =>
        rehearseJob({
          settings,
          ...place,
          signal,
          plan: context.planOfLatest,
          onResult: context.onRehearsal,
        }),
    };
  }
  if (!settings.embedded) {
    throw new HttpError(
      'forbidden',
      'Demos change the database, so they run on the embedded Americano only.',
    );
  }
  return demoJob(request.name, { settings, ...place, configDir, reloadToken, verify });
}
