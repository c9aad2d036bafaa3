import { appendFileSync, closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JobEvent } from '../../shared/job';
import { redactEvent } from './fold';
import type { JobEnd, JobHead, JournalLine } from './journal';

/** So much of what a job says is kept; its steps, its outcome and its result are kept in any case. */
const MAX_TALK_BYTES = 4 * 1024 * 1024;

/**
 * Writes the journal of a job line by line, each at once, so that who looks sees it and a crash loses none. Lines that
 * cannot be written, on a full disk, wait for the next try.
 */
export class JournalWriter {
  private readonly descriptor: number;
  private waiting: Buffer = Buffer.alloc(0);
  private talkBytes = 0;
  private leftOut = 0;

  /** @throws where the journal cannot be begun: a job that nobody could see does not start */
  constructor(file: string, head: JobHead) {
    mkdirSync(dirname(file), { recursive: true });
    this.descriptor = openSync(file, 'ax');
    this.waiting = Buffer.from(`${JSON.stringify(head)}\n`);
    this.flush();
  }

  /** @returns the event as it was written; null where the job has said too much already */
  event(event: JobEvent, at: string): JobEvent | null {
    const kept = redactEvent(event);
    const bytes = lineOf({ type: 'event', at, event: kept });
    if (event.type === 'log' || event.type === 'progress') {
      if (this.talkBytes + bytes.length > MAX_TALK_BYTES) {
        this.leftOut += 1;
        return null;
      }
      this.talkBytes += bytes.length;
    }
    this.append(bytes);
    return kept;
  }

  /** How many events were left out, as an event of its own; null where none was. */
  leftOutNote(step: string): JobEvent | null {
    if (this.leftOut === 0) return null;
    const megabytes = MAX_TALK_BYTES / 1024 / 1024;
    return {
      type: 'log',
      step,
      text: `… ${this.leftOut} more lines were left out: a job keeps ${megabytes} MB.`,
    };
  }

  /**
   * Ends the journal.
   * @throws where its last lines could not be written
   */
  end(end: JobEnd, at: string, note: JobEvent | null): void {
    try {
      if (note !== null) this.append(lineOf({ type: 'event', at, event: note }));
      this.append(lineOf({ type: 'end', at, end }));
      this.flush();
    } finally {
      closeSync(this.descriptor);
    }
  }

  private append(bytes: Buffer): void {
    this.waiting = this.waiting.length === 0 ? bytes : Buffer.concat([this.waiting, bytes]);
    try {
      this.flush();
    } catch {
      // It stays waiting; when the end cannot be written either, that is told.
    }
  }

  private flush(): void {
    while (this.waiting.length > 0) {
      this.waiting = this.waiting.subarray(writeSync(this.descriptor, this.waiting));
    }
  }
}

/** Marks the journal of a job that nobody does any more. */
export function endInterrupted(file: string, end: JobEnd, at: string): void {
  // The process may have died in the middle of a line.
  appendFileSync(file, Buffer.concat([Buffer.from('\n'), lineOf({ type: 'end', at, end })]));
}

function lineOf(line: JournalLine): Buffer {
  return Buffer.from(`${JSON.stringify(line)}\n`);
}
