import { existsSync, utimesSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Job, JobEvent } from '../../shared/job';
import { errorText } from '../probes/client/errors';
import { cancelFileOf, foldLine, type JobEnd, type JobHead, newJob } from './journal';
import type { JournalWriter } from './journal-writer';
import type { Ticket } from './lock';
import { SIGN_OF_LIFE_MS } from './owner';

/** How soon a request to cancel that came from another process is seen. */
const LOOK_FOR_CANCEL_MS = 100;

/** An async generator of events; the signal is aborted when the job is cancelled. */
export type JobWork = (signal: AbortSignal, ticket: Ticket) => AsyncIterable<JobEvent>;

/** What who does the job may watch while it runs. */
export type OwnJobWatcher = {
  onEvent?(event: JobEvent, at: string): void;
  /** After every event and at the end. */
  onChange?(job: Job): void;
  /** The end of the journal could not be written: who watches from elsewhere will take the job for interrupted. */
  onFault?(error: unknown): void;
};

/** A job that this process does: its events go to its journal, its locks are held until its end. */
export class OwnJob {
  /** As it is now. */
  job: Job;
  private readonly abort = new AbortController();

  constructor(
    private readonly head: JobHead,
    private readonly ticket: Ticket,
    private readonly journal: JournalWriter,
    private readonly release: () => Promise<void>,
    private readonly work: JobWork,
  ) {
    this.job = newJob(head);
  }

  cancel(): void {
    this.abort.abort(new Error('Cancelled.'));
  }

  /**
   * Does it. Never throws for what happens inside the job.
   * @returns how it ended, and what was thrown
   */
  async run(watcher: OwnJobWatcher = {}): Promise<{ job: Job; end: JobEnd; error: unknown }> {
    const { signal } = this.abort;
    const timers = [
      setInterval(() => this.lookForCancel(), LOOK_FOR_CANCEL_MS),
      setInterval(() => this.giveSign(), SIGN_OF_LIFE_MS),
    ];
    let end: JobEnd = { state: 'succeeded' };
    let thrown: unknown = null;
    try {
      for await (const event of this.work(signal, this.ticket)) this.take(event, watcher);
    } catch (error) {
      thrown = error;
      const isFault = !(error instanceof Error && error.name === 'StepError');
      end = signal.aborted
        ? { state: 'cancelled', reason: 'Cancelled.' }
        : { state: 'failed', reason: errorText(error), isFault };
    } finally {
      for (const timer of timers) clearInterval(timer);
      await this.finish(end, watcher);
    }
    return { job: this.job, end, error: thrown };
  }

  private take(event: JobEvent, { onEvent, onChange }: OwnJobWatcher): void {
    const at = new Date().toISOString();
    const kept = this.journal.event(event, at);
    if (kept === null) return;
    this.job = foldLine(this.job, { type: 'event', at, event: kept });
    onEvent?.(kept, at);
    onChange?.(this.job);
  }

  private async finish(end: JobEnd, { onEvent, onChange, onFault }: OwnJobWatcher): Promise<void> {
    const at = new Date().toISOString();
    const note = this.journal.leftOutNote(this.job.steps.at(-1)?.id ?? '');
    if (note !== null) {
      this.job = foldLine(this.job, { type: 'event', at, event: note });
      onEvent?.(note, at);
    }
    this.job = foldLine(this.job, { type: 'end', at, end });
    try {
      this.journal.end(end, at, note);
      // The end is written before the locks are given back: who sees a free lock may rely on it.
      await this.release();
      if (this.ticket.journal !== null) await rm(cancelFileOf(this.ticket.journal), { force: true });
    } catch (error) {
      onFault?.(error);
      await this.release();
    }
    onChange?.(this.job);
  }

  private lookForCancel(): void {
    if (this.ticket.journal !== null && existsSync(cancelFileOf(this.ticket.journal))) this.cancel();
  }

  private giveSign(): void {
    const now = new Date();
    try {
      for (const lock of this.head.locks) utimesSync(lock, now, now);
      if (this.ticket.journal !== null) utimesSync(this.ticket.journal, now, now);
    } catch {
      // A lock that was deleted by hand is no reason to stop.
    }
  }
}
