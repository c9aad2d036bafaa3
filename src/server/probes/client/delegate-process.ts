import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { redact } from '../../../shared/redact';
import { groupMemory } from '../../children/group-memory';
import { killMarked, RUN_MARK } from '../../children/kill-marked';
import { killGroup, OWN_GROUP } from '../../process-group';
import { ANSWER_FD } from './delegate-protocol';

/** So much of what the child printed is kept for a sentence. */
const MAX_PRINTED_CHARACTERS = 10_000;
/** So much of an answer is taken: 10,000 delegates need 3 MB. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** How often its memory is looked at, for what is not in V8's heap. */
const MEASURE_MS = 250;
/** A grandchild may hold the pipe open when the child has ended; its answer is whole by then. */
const PIPE_GRACE_MS = 500;

export type ChildLimits = {
  limitMs: number;
  /** Of V8's heap, and of the child with all that it has started. */
  memoryMb: number;
  signal: AbortSignal;
};

export type ChildEnd = {
  /** What it wrote to the answer's pipe, line by line. */
  lines: string[];
  /** `ended` by itself; the others are why it was ended. */
  how: 'ended' | 'timeout' | 'aborted' | 'answer-too-long' | 'out-of-memory';
  /** Null where a signal ended it. */
  exitCode: number | null;
  endedBy: NodeJS.Signals | null;
  /** The last lines of its standard error, free of secrets. */
  printed: string;
};

/**
 * Runs a script in a Node process of its own, with all that it starts itself, until it has ended or a limit is reached.
 * Its standard output goes nowhere: a client may print what it likes.
 * @throws Error when the process cannot be started
 */
export function runChild(
  script: string,
  input: string,
  place: { cwd: string; env: NodeJS.ProcessEnv },
  limits: ChildLimits,
): Promise<ChildEnd> {
  const mark = randomUUID();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${limits.memoryMb}`, script], {
      cwd: place.cwd,
      env: { ...place.env, [RUN_MARK]: mark },
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      detached: OWN_GROUP,
      windowsHide: true,
    });
    let how: ChildEnd['how'] = 'ended';
    let printed = '';
    const answer: Buffer[] = [];
    let answerBytes = 0;
    const stop = (why: ChildEnd['how']) => {
      if (how === 'ended') how = why;
      killGroup(child);
    };
    const onAbort = () => stop('aborted');
    const timer = setTimeout(() => stop('timeout'), limits.limitMs);
    const measuring = setInterval(async () => {
      const used = child.pid === undefined || !OWN_GROUP ? null : await groupMemory(child.pid);
      if (used !== null && used.megabytes > limits.memoryMb) stop('out-of-memory');
    }, MEASURE_MS);
    limits.signal.addEventListener('abort', onAbort, { once: true });
    if (limits.signal.aborted) onAbort();
    child.stderr?.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-MAX_PRINTED_CHARACTERS);
    });
    const pipe = answerPipe(child.stdio[ANSWER_FD]);
    pipe?.on('data', (chunk: Buffer) => {
      answerBytes += chunk.byteLength;
      if (answerBytes > MAX_ANSWER_BYTES) return stop('answer-too-long');
      answer.push(chunk);
    });
    // The child may be gone before it has read its task: what it printed tells why.
    child.stdin?.on('error', () => child.stdin?.destroy());
    child.stdin?.end(input);

    const done = () => {
      clearTimeout(timer);
      clearInterval(measuring);
      limits.signal.removeEventListener('abort', onAbort);
      child.stderr?.destroy();
      pipe?.destroy();
    };
    child.once('error', (error) => {
      done();
      reject(new Error(`A process to try the client in could not be started: ${error.message}`));
    });
    child.once('exit', (exitCode, endedBy) => {
      // What it has started goes with it, or the pipes would never end.
      killGroup(child);
      const finish = async () => {
        clearTimeout(grace);
        done();
        // And at a limit also what has left its group.
        if (how !== 'ended') await killMarked(mark);
        const outOfMemory = how === 'ended' && /heap out of memory/i.test(printed);
        resolve({
          lines: Buffer.concat(answer).toString('utf8').split('\n'),
          how: outOfMemory ? 'out-of-memory' : how,
          exitCode,
          endedBy,
          printed: lastLines(printed),
        });
      };
      const settle = () => finish().catch(reject);
      const grace = setTimeout(settle, PIPE_GRACE_MS);
      child.once('close', settle);
    });
  });
}

function answerPipe(stream: unknown): Readable | undefined {
  const readable = z.custom<Readable>(
    (value) => typeof value === 'object' && value !== null && 'read' in value,
  );
  const parsed = readable.safeParse(stream);
  return parsed.success ? parsed.data : undefined;
}

function lastLines(printed: string): string {
  return redact(printed.trim()).split('\n').slice(-5).join(' ').slice(-1_000);
}
