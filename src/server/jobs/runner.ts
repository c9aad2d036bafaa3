import { writeFileSync } from 'node:fs';
import type { Job } from '../../shared/job';
import { beginJob, type JobSpec } from './begin';
import { cancelFileOf } from './journal';
import type { OwnJob } from './own-job';
import { MAX_JOBS } from './prune';
import { watchJournals } from './watch-journals';

export type JobRunnerOptions = {
  /** Where the journals lie: they outlive the server, and other processes write there too. */
  dataDir: string;
  /** Jobs of other environments are no business of this one. */
  environment: string;
  /** The locks of this environment: a job that holds one and keeps its journal elsewhere is watched too. */
  locks: readonly string[];
  /** Called at every change, with the whole job. */
  onChange(job: Job): void;
  /** A job that another process did has ended. */
  onForeignEnd(job: Job): void;
  /** What nobody waits for: a journal that cannot be written or read. */
  onFault(error: unknown): void;
};

export type JobRunner = {
  /**
   * Begins a job, or joins the same one that is going on here, in another dashboard or on a command line.
   * @throws LockedError when another job holds what it needs
   */
  start(spec: Omit<JobSpec, 'environment'>): Promise<Job>;
  /** Asks for a job to be cancelled, whoever does it. @returns false when no such job is running */
  cancel(id: string): boolean;
  /** Newest first. */
  list(): Job[];
  /** Reads now what other processes have written since. */
  refresh(): Promise<void>;
  /** Cancels what this process does and waits for its end: for an orderly end of the server. */
  close(): Promise<void>;
};

/** The jobs of an environment as one server sees them: those that it does itself, and those of others through their journals. */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const own = new Map<string, { job: OwnJob; done: Promise<unknown> }>();
  const ownIds = new Set<string>();
  const shown = new Map<string, Job>();
  const createdAt = new Date().toISOString();
  const watch = watchJournals({
    ...options,
    isOwn: (id) => ownIds.has(id),
    onJob(job, isNew) {
      put(job);
      // What ended before this server was there is told by the list alone.
      if (job.state !== 'running' && (!isNew || job.startedAt > createdAt)) options.onForeignEnd(job);
    },
  });

  function run(job: OwnJob): void {
    const { id } = job.job;
    ownIds.add(id);
    put(job.job);
    // Started in a later tick, so that who asked has the job before its first change.
    const done = Promise.resolve()
      .then(() => job.run({ onChange: put, onFault: options.onFault }))
      .catch(options.onFault)
      .finally(() => own.delete(id));
    own.set(id, { job, done });
  }

  function put(job: Job): void {
    shown.set(job.id, job);
    const old = list().slice(MAX_JOBS);
    for (const { id } of old) shown.delete(id);
    options.onChange(job);
  }

  function list(): Job[] {
    return [...shown.values()].sort((left, right) => right.startedAt.localeCompare(left.startedAt));
  }

  return {
    async start(spec) {
      const begun = await beginJob(
        options.dataDir,
        { ...spec, environment: options.environment },
        'dashboard',
      );
      if (!begun.joined) {
        run(begun.job);
        return begun.job.job;
      }
      const { jobId } = begun.holder;
      const ours = own.get(jobId);
      if (ours !== undefined) return ours.job.job;
      await watch.add(begun.journal);
      const job = shown.get(jobId);
      if (job === undefined) throw new Error(`The journal ${begun.journal} of a running job cannot be read.`);
      return job;
    },
    cancel(id) {
      const ours = own.get(id);
      if (ours !== undefined) {
        ours.job.cancel();
        return true;
      }
      const journal = watch.journalOf(id);
      if (journal === null || shown.get(id)?.state !== 'running') return false;
      writeFileSync(cancelFileOf(journal), '');
      return true;
    },
    list,
    refresh: () => watch.look(),
    async close() {
      watch.close();
      const all = [...own.values()];
      for (const { job } of all) job.cancel();
      await Promise.all(all.map(({ done }) => done));
    },
  };
}
