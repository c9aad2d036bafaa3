import type { Job } from '../../shared/job';
import { journalsIn } from './prune';
import { WatchedJob } from './watched-job';

export type Interruption = {
  job: Job;
  /** Whether it was found just now; else somebody was told already. */
  isNew: boolean;
  /** A sentence: what, who, when and in which step. */
  sentence: string;
};

/** The newest job of each kind in an environment, where nobody ended it: its process died in the middle. */
export async function interruptedJobs(dataDir: string, environment: string): Promise<Interruption[]> {
  const found: { job: Job; isNew: boolean }[] = [];
  for (const file of await journalsIn(dataDir)) {
    const watched = new WatchedJob(file);
    watched.read();
    const isNew = (await watched.endIfAbandoned()).length > 0;
    if (watched.job !== null && watched.head?.environment === environment)
      found.push({ job: watched.job, isNew });
  }
  found.sort((left, right) => right.job.startedAt.localeCompare(left.job.startedAt));
  return found
    .filter(({ job }) => job === found.find((each) => each.job.kind === job.kind)?.job)
    .filter(({ job }) => job.state === 'interrupted')
    .map(({ job, isNew }) => ({ job, isNew, sentence: interruptionSentence(job) }));
}

function interruptionSentence(job: Job): string {
  const step = job.steps.find(({ state, startedAt }) => state === 'cancelled' && startedAt !== null);
  const where = step === undefined ? '' : ` in “${step.title}”`;
  return `“${job.title}”, which process ${job.startedBy.pid} began at ${job.startedAt}, was interrupted${where}: its process died.`;
}
