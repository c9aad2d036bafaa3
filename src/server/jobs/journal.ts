import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { Job, JobEvent } from '../../shared/job';
import { finishJob, foldJob } from './fold';
import { Owner } from './owner';

/**
 * How a job ended. `isFault`: not a step of it failed, but what lies around them, so that a command line that only
 * watched ends as the one that worked does.
 */
export const JobEnd = z.discriminatedUnion('state', [
  z.object({ state: z.literal('succeeded') }),
  z.object({ state: z.literal('failed'), reason: z.string(), isFault: z.boolean() }),
  z.object({ state: z.literal('cancelled'), reason: z.string() }),
  z.object({ state: z.literal('interrupted'), reason: z.string() }),
]);
export type JobEnd = z.infer<typeof JobEnd>;

/** The first line of a journal: what is known of a job before its first event. */
export const JobHead = z.object({
  type: z.literal('head'),
  job: Job.pick({ id: true, kind: true, title: true, startedAt: true, startedBy: true }),
  environment: z.string(),
  owner: Owner,
  /** While it works it holds these. */
  locks: z.array(z.string()),
});
export type JobHead = z.infer<typeof JobHead>;

/** One line of a journal: the head first, the end last. */
export const JournalLine = z.discriminatedUnion('type', [
  JobHead,
  z.object({ type: z.literal('event'), at: z.string(), event: JobEvent }),
  z.object({ type: z.literal('end'), at: z.string(), end: JobEnd }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

/** Where the journals of a data folder lie. */
export function journalFolder(dataDir: string): string {
  return join(dataDir, 'jobs');
}

/** Where the journal of a new job will be; its name is the job's id. */
export function newJournal(dataDir: string): { id: string; file: string } {
  const id = randomUUID();
  return { id, file: join(journalFolder(dataDir), `${id}${JOURNAL_EXTENSION}`) };
}

export const JOURNAL_EXTENSION = '.ndjson';

/** Beside its journal: asks the process that does a job to cancel it. */
export function cancelFileOf(journal: string): string {
  return `${journal.slice(0, -JOURNAL_EXTENSION.length)}.cancel`;
}

/** The job of a head, before anything has happened. */
export function newJob(head: JobHead): Job {
  return {
    ...head.job,
    state: 'running',
    finishedAt: null,
    steps: [],
    log: [],
    outcome: null,
    result: null,
  };
}

/** The job after one more line. What comes after its end changes nothing: two may have marked it as interrupted. */
export function foldLine(job: Job, line: JournalLine): Job {
  if (job.state !== 'running' || line.type === 'head') return job;
  return line.type === 'event' ? foldJob(job, line.event, line.at) : finishJob(job, line.end, line.at);
}
