import type { Job, JobLine } from '../../shared/job';
import type { Beside } from '../history/history';
import type { DashboardStore } from './store';

export type JobHistory = {
  /** Told of every change; what begins and what has ended is kept. */
  changed(job: Job): void;
  during: Beside['jobsDuring'];
  find(id: string): Promise<Job | null>;
};

type Parts = {
  environment: string;
  kept: Pick<DashboardStore, 'client'>;
  /** The jobs whose journals are there. */
  list: () => readonly Job[];
  onFault: (error: unknown) => void;
  /** How often what could not be kept is tried again. */
  retryMs?: number;
};

const RETRY_MS = 30_000;

/**
 * Keeps jobs in the store, beyond the twenty whose files stay. While the store is away they wait in their files. All
 * instances that see a job keep it: whoever comes first, and once.
 */
export function jobHistory({ environment, kept, list, onFault, retryMs = RETRY_MS }: Parts): JobHistory {
  /** In which state each was kept by this process. */
  const done = new Map<string, Job['state']>();
  let working = false;
  const lacking = () => list().find(({ id, state }) => done.get(id) !== state);

  /** One after the other, also those that change meanwhile. */
  async function keepAll(): Promise<void> {
    const client = kept.client();
    if (client === null || working) return;
    working = true;
    try {
      const { keepJob } = await import('../store/postgres/jobs');
      for (let job = lacking(); job !== undefined; job = lacking()) {
        await keepJob(client, environment, job);
        done.set(job.id, job.state);
      }
    } finally {
      working = false;
    }
  }

  const soon = () => void keepAll().catch(onFault);
  const timer = setInterval(soon, retryMs);
  timer.unref();

  return {
    changed(job) {
      // Later than now: the list has it only then.
      if (done.get(job.id) !== job.state) setImmediate(soon);
    },
    async during(after, until) {
      const client = kept.client();
      const here = list().filter(
        ({ startedAt }) => (after === null || startedAt > after) && (until === null || startedAt <= until),
      );
      const oldest = [...here].reverse();
      if (client === null)
        return { jobs: oldest, gap: 'No store is reached, so only the newest jobs are known.' };
      const { readJobLines } = await import('../store/postgres/jobs');
      let lines: JobLine[];
      try {
        lines = await readJobLines(client, environment, { after, until });
      } catch (error) {
        onFault(error);
        return { jobs: oldest, gap: 'The store did not answer, so only the newest jobs are known.' };
      }
      // What is here is newer than what is kept of it.
      const byId = new Map<string, JobLine>([...lines, ...here].map((job) => [job.id, job]));
      const jobs = [...byId.values()].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
      return { jobs, gap: null };
    },
    async find(id) {
      const here = list().find((job) => job.id === id);
      const client = kept.client();
      if (here !== undefined || client === null) return here ?? null;
      const { readJob } = await import('../store/postgres/jobs');
      return readJob(client, environment, id);
    },
  };
}
