import { closeSync, openSync, readSync } from 'node:fs';
import { errorCode } from '../probes/client/errors';
import { JournalLine } from './journal';

const CHUNK_BYTES = 64 * 1024;
/** A longer one is not ours. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Reads a journal on, from where it stopped the last time. A line that is not whole yet waits for its rest. */
export class JournalReader {
  private offset = 0;
  private rest: Buffer = Buffer.alloc(0);

  constructor(readonly file: string) {}

  /** The lines that came since; none where there is no such file. */
  read(): JournalLine[] {
    let descriptor: number;
    try {
      descriptor = openSync(this.file, 'r');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
    const lines: JournalLine[] = [];
    const chunk = Buffer.alloc(CHUNK_BYTES);
    try {
      for (;;) {
        const size = readSync(descriptor, chunk, 0, CHUNK_BYTES, this.offset);
        if (size === 0) return lines;
        this.offset += size;
        this.take(chunk.subarray(0, size), lines);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  private take(chunk: Buffer, lines: JournalLine[]): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      const line = parseLine(Buffer.concat([this.rest, chunk.subarray(from, at)]).toString('utf8'));
      if (line !== null) lines.push(line);
      this.rest = Buffer.alloc(0);
      from = at + 1;
    }
    const rest = Buffer.concat([this.rest, chunk.subarray(from)]);
    this.rest = rest.length > MAX_LINE_BYTES ? Buffer.alloc(0) : rest;
  }
}

/** Null for what is no line of ours: the torn one of a process that died while it wrote. */
function parseLine(text: string): JournalLine | null {
  if (text === '') return null;
  try {
    return JournalLine.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
