import { randomUUID } from 'node:crypto';
import type { Job, JobEvent } from '../../shared/job';
import { errorText } from '../probes/client/errors';
import { finishJob, foldJob } from './fold';
import { jobFilePath, readJobFile, writeJobFile } from './job-file';

/** Finished and running ones together. */
const MAX_JOBS = 20;
/** A log line every few milliseconds must not write the file each time. */
const WRITE_INTERVAL_MS = 250;

export type JobRunnerOptions = {
  /** Where the jobs outlive the server; without it they are in memory only. */
  dataDir?: string;
  /** Called at every change, with the whole job. */
  onChange(job: Job): void;
  /** What nobody waits for: a file that cannot be written or read. */
  onFault(error: unknown): void;
};

/** An async generator of events; the signal is aborted when the job is cancelled. */
export type JobWork = (signal: AbortSignal) => AsyncIterable<JobEvent>;

export type JobRunner = {
  /** Starts the work, or gives the running job of the same kind: it is joined. */
  start(kind: Job['kind'], title: string, work: JobWork): Job;
  /** @returns false when no such job is running */
  cancel(id: string): boolean;
  /** Newest first. */
  list(): Job[];
  /** Cancels what runs and waits for its end: for an orderly end of the server. */
  close(): Promise<void>;
};

/** Runs jobs in this process and folds their events into `Job`; never throws for what happens inside a job. */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const file = options.dataDir === undefined ? null : jobFilePath(options.dataDir);
  let jobs: Job[] = file === null ? [] : readJobFile(file, now(), options.onFault);
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  let writing: NodeJS.Timeout | null = null;

  function write(): void {
    if (writing !== null) clearTimeout(writing);
    writing = null;
    if (file === null) return;
    try {
      writeJobFile(file, jobs);
    } catch (error) {
      options.onFault(error);
    }
  }

  function put(job: Job): void {
    const known = jobs.some((candidate) => candidate.id === job.id);
    jobs = known ? jobs.map((candidate) => (candidate.id === job.id ? job : candidate)) : [job, ...jobs];
    jobs = jobs.slice(0, MAX_JOBS);
    if (job.state === 'running') writing ??= setTimeout(write, WRITE_INTERVAL_MS).unref();
    else write();
    options.onChange(job);
  }

  async function run(first: Job, work: JobWork, signal: AbortSignal): Promise<void> {
    let job = first;
    try {
      for await (const event of work(signal)) {
        job = foldJob(job, event, now());
        put(job);
      }
      job = finishJob(job, { state: 'succeeded' }, now());
    } catch (error) {
      const end = signal.aborted
        ? ({ state: 'cancelled', reason: 'Cancelled.' } as const)
        : ({ state: 'failed', reason: errorText(error) } as const);
      job = finishJob(job, end, now());
    } finally {
      running.delete(job.id);
    }
    put(job);
  }

  return {
    start(kind, title, work) {
      const same = jobs.find((job) => job.kind === kind && running.has(job.id));
      if (same !== undefined) return same;
      const abort = new AbortController();
      const job: Job = {
        id: randomUUID(),
        kind,
        title,
        state: 'running',
        startedAt: now(),
        finishedAt: null,
        steps: [],
        log: [],
        outcome: null,
        result: null,
        startedBy: { pid: process.pid, via: 'dashboard' },
      };
      put(job);
      write();
      // Started in a later tick, so that who asked has the job before its first change.
      const done = Promise.resolve()
        .then(() => run(job, work, abort.signal))
        .catch(options.onFault);
      running.set(job.id, { abort, done });
      return job;
    },
    cancel(id) {
      const found = running.get(id);
      found?.abort.abort();
      return found !== undefined;
    },
    list: () => [...jobs],
    async close() {
      const all = [...running.values()];
      for (const { abort } of all) abort.abort();
      await Promise.all(all.map(({ done }) => done));
      write();
    },
  };
}

function now(): string {
  return new Date().toISOString();
}
