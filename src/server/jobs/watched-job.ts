import type { Job } from '../../shared/job';
import { errorText } from '../probes/client/errors';
import { foldLine, type JobEnd, type JobHead, type JournalLine, newJob } from './journal';
import { JournalReader } from './journal-reader';
import { endInterrupted } from './journal-writer';
import { lockState } from './lock';

/** A job as its journal tells it, whoever does it. */
export class WatchedJob {
  head: JobHead | null = null;
  /** As far as it was read; null before its head. */
  job: Job | null = null;
  end: JobEnd | null = null;
  private lastAt: string | null = null;
  private readonly reader: JournalReader;

  constructor(readonly file: string) {
    this.reader = new JournalReader(file);
  }

  /** Reads on. @returns the new lines; after the end there are none */
  read(): JournalLine[] {
    const lines = this.reader.read().filter((line) => this.take(line));
    return lines;
  }

  /**
   * Ends a journal that nobody goes on with: its process died, or could not write the end.
   * @returns the lines that came in the meantime, and the end
   */
  async endIfAbandoned(): Promise<JournalLine[]> {
    const { head } = this;
    if (head === null || this.end !== null || (await isBeingDone(head))) return [];
    // The end is written before the lock is given back: between the two looks it may have come.
    const lines = this.read();
    if (this.end !== null) return lines;
    const end: JobEnd = {
      state: 'interrupted',
      reason: `The process that did this (${head.owner.pid}) ended in the middle of it: start it again.`,
    };
    const at = this.lastAt ?? head.job.startedAt;
    try {
      endInterrupted(this.file, end, at);
    } catch (error) {
      throw new Error(`The journal ${this.file} cannot be ended (${errorText(error)}).`, { cause: error });
    } finally {
      const line: JournalLine = { type: 'end', at, end };
      this.take(line);
      lines.push(line);
    }
    return lines;
  }

  private take(line: JournalLine): boolean {
    if (this.end !== null) return false;
    if (line.type === 'head') {
      if (this.head !== null) return false;
      this.head = line;
      this.job = newJob(line);
      return true;
    }
    if (this.job === null) return false;
    this.job = foldLine(this.job, line);
    this.lastAt = line.at;
    if (line.type === 'end') this.end = line.end;
    return true;
  }
}

/** Whether a job that has no end yet is still being done: its process lives and holds its locks. */
async function isBeingDone(head: JobHead): Promise<boolean> {
  const states = await Promise.all(head.locks.map(lockState));
  return states.some((lock) => lock.state === 'held' && lock.ticket.jobId === head.job.id);
}
