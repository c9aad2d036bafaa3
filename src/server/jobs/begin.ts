import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../shared/job';
import { faultSentence } from './fault-sentence';
import { type JobHead, newJournal } from './journal';
import { JournalWriter } from './journal-writer';
import { LockedError, lockState, type Ticket, takeLocks } from './lock';
import { type JobWork, OwnJob } from './own-job';
import { thisOwner } from './owner';
import { pruneJournals } from './prune';

/** What is asked for. */
export type JobSpec = {
  kind: Job['kind'];
  title: string;
  environment: string;
  /** Only a job of the same kind with the same request is joined. */
  request: string;
  /** The files of the locks that it needs. */
  locks: readonly string[];
  work: JobWork;
};

/** The job is ours to do, or somebody does it already. */
export type Begun = { joined: false; job: OwnJob } | { joined: true; journal: string; holder: Ticket };

/** Nothing was done: the job could not even be recorded. */
export class NotBegunError extends Error {
  override readonly name = 'NotBegunError';
}

/** A holder writes its journal right after it has the lock. */
const JOURNAL_WITHIN_MS = 5_000;

/**
 * Begins a job, or joins the same one that is going on, in whichever process.
 * @throws LockedError when another job holds what this one needs, NotBegunError when nothing can be written
 */
export async function beginJob(dataDir: string, spec: JobSpec, via: Job['startedBy']['via']): Promise<Begun> {
  const { id, file: journal } = newJournal(dataDir);
  const { kind, title } = spec;
  const request = `${spec.environment}: ${spec.request}`;
  const owner = await thisOwner();
  for (;;) {
    const since = new Date().toISOString();
    const ticket: Ticket = { jobId: id, kind, title, request, since, via, owner, journal };
    try {
      const release = await takeLocks(spec.locks, ticket);
      const head: JobHead = {
        type: 'head',
        job: { id, kind, title, startedAt: since, startedBy: { pid: owner.pid, via } },
        environment: spec.environment,
        owner,
        locks: [...spec.locks],
      };
      try {
        await pruneJournals(dataDir);
        return {
          joined: false,
          job: new OwnJob(head, ticket, new JournalWriter(journal, head), release, spec.work),
        };
      } catch (error) {
        await rm(journal, { force: true });
        await release();
        throw error;
      }
    } catch (error) {
      if (!(error instanceof LockedError)) {
        throw new NotBegunError(
          `“${title}” was not begun, since it cannot be recorded in ${dirname(journal)}: ${faultSentence(error)}`,
          { cause: error },
        );
      }
      if (!isSame(error.holder, kind, request)) throw error;
      const joined = await whenWatchable(error.holder, spec.locks);
      if (joined !== null) return { joined: true, ...joined };
      // It ended, or gave up, before it could be watched: so there is nothing to join any more.
    }
  }
}

function isSame(holder: Ticket, kind: Job['kind'], request: string): boolean {
  return holder.kind === kind && holder.request === request && holder.journal !== null;
}

async function whenWatchable(
  holder: Ticket,
  locks: readonly string[],
): Promise<{ journal: string; holder: Ticket } | null> {
  const { journal } = holder;
  const deadline = Date.now() + JOURNAL_WITHIN_MS;
  while (journal !== null && Date.now() < deadline) {
    if (existsSync(journal)) return { journal, holder };
    const states = await Promise.all(locks.map(lockState));
    if (!states.some((lock) => lock.state === 'held' && lock.ticket.jobId === holder.jobId)) return null;
    await sleep(10);
  }
  throw new LockedError(holder);
}
