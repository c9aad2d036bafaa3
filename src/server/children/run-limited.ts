import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { killGroup, OWN_GROUP } from '../process-group';
import { type GroupMemory, groupMemory } from './group-memory';
import { killMarked, RUN_MARK } from './kill-marked';
import { LineBudget } from './line-budget';
import { LineSplitter } from './line-splitter';

export type LimitedRun = {
  /** What it is called in sentences: `prisma generate`. */
  name: string;
  /** Of Node: a script and its arguments. */
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** A limit, and the option that raises it. */
  time: { limitMs: number; option: string };
  memory: { limitMb: number; option: string };
  /** Each line that it prints, as it comes; of very many the first and the last. */
  onLine: (line: string) => void;
  /** Takes from a line what nobody should see. */
  clean: (line: string) => string;
};

/** How often its memory is looked at: it takes a part of a second to fill a gigabyte. */
const MEASURE_MS = 200;
/** So many of the last lines stand in the sentence of a failure. */
const LINES_IN_ERROR = 12;
/** Of what it prints. */
const TALK = { first: 400, last: 100 };
/** Its output may be held open by a process that it started and that has left its group. */
const OUTPUT_AFTER_EXIT_MS = 2_000;
/**
 * Ends the child with its group when this process dies, however that happens: its channel to us closes then. What the
 * child forks must not inherit it, and its worker threads have no channel.
 */
const END_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  "if(process.channel){process.on('disconnect',()=>{try{process.kill(0,'SIGKILL')}catch{process.exit(1)}});process.channel.unref();process.execArgv.length=0}",
)}`;

/**
 * Runs a script of Node within limits of time and memory, in a process group of its own: at a limit or an abort all of
 * it is killed, and nothing is left running.
 * @throws Error with the program's own last words when it fails, or a sentence that names the limit; the signal's
 * reason when aborted, after the processes have ended
 */
export async function runLimited(run: LimitedRun): Promise<void> {
  run.signal.throwIfAborted();
  const mark = randomUUID();
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...run.args], {
    cwd: run.cwd,
    env: { ...run.env, [RUN_MARK]: mark },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: OWN_GROUP,
  });
  const words: string[] = [];
  const finishOutput = readOutput(child, run, words);
  let stopped: string | null = null;
  const stop = (reason: string) => {
    stopped ??= reason;
    killGroup(child);
  };
  const onAbort = () => stop('was cancelled');
  run.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop(tooLong(run)), run.time.limitMs);
  const measuring = watchMemory(child, run, stop);
  try {
    const { code, by } = await whenEnded(child, run.name);
    // What it started and did not wait for ends with it, and at a limit also what has left its group.
    killGroup(child);
    if (stopped !== null) await killMarked(mark);
    await finishOutput();
    run.signal.throwIfAborted();
    if (stopped !== null) throw new Error(`${run.name} ${stopped}`);
    if (code === 0) return;
    const said = words.map(run.clean).join('\n') || 'it printed nothing.';
    throw new Error(`${run.name} ${code === null ? endedBy(by) : `ended with code ${code}`}: ${said}`);
  } finally {
    clearTimeout(timer);
    measuring.end();
    run.signal.removeEventListener('abort', onAbort);
    if (child.connected) child.disconnect();
  }
}

/** @returns waits for the end of the output and tells the last lines */
function readOutput(child: ChildProcess, run: LimitedRun, words: string[]): () => Promise<void> {
  const budget = new LineBudget(run.onLine, run.clean, TALK);
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const ends = streams.map((stream) => {
    const splitter = new LineSplitter((line) => {
      words.push(line);
      if (words.length > LINES_IN_ERROR) words.shift();
      budget.take(line);
    });
    stream.setEncoding('utf8').on('data', (text: string) => splitter.take(text));
    return new Promise<void>((resolve) =>
      stream.once('close', () => {
        splitter.end();
        resolve();
      }),
    );
  });
  return async () => {
    const late = setTimeout(() => {
      for (const stream of streams) stream.destroy();
    }, OUTPUT_AFTER_EXIT_MS);
    await Promise.all(ends);
    clearTimeout(late);
    budget.end();
  };
}

function watchMemory(
  child: ChildProcess,
  { memory, onLine }: LimitedRun,
  stop: (reason: string) => void,
): { end(): void } {
  let isLooking = false;
  let isTold = false;
  const look = async () => {
    const used = child.pid === undefined || !OWN_GROUP ? null : await groupMemory(child.pid);
    if (used === null) {
      if (!isTold) onLine('Memory cannot be measured on this system, so no limit is kept.');
      isTold = true;
    } else if (used.megabytes > memory.limitMb) stop(tooMuch(used, memory));
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, MEASURE_MS);
  return { end: () => clearInterval(timer) };
}

function whenEnded(child: ChildProcess, name: string): Promise<{ code: number | null; by: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, by) => resolve({ code, by }));
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)));
  });
}

function tooLong({ time }: LimitedRun): string {
  return `did not end within ${time.limitMs / 1000} s, so it was stopped with all that it had started: raise ${time.option} if it needs longer.`;
}

function tooMuch({ processes, megabytes }: GroupMemory, { limitMb, option }: LimitedRun['memory']): string {
  const who = processes === 1 ? 'its process' : `its ${processes} processes`;
  return `held ${megabytes} MB in ${who}, more than the ${limitMb} MB that it may, so it was stopped: raise ${option} if it needs more.`;
}

function endedBy(by: string | null): string {
  const who = by === 'SIGKILL' ? ', perhaps by the system for want of memory' : '';
  return `was ended by ${by ?? 'a signal'} from outside${who}`;
}
