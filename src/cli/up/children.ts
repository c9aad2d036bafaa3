import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { redact } from '../../shared/redact';
import { UpError } from './up-error';

export interface ChildOptions {
  /** Arguments of Node: a script and its arguments. */
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  logFile: string;
  /** Called with each line of its standard output. */
  onLine?: (line: string) => void;
  /** Ends the child when this process dies, however that happens. */
  tied?: boolean;
}

export interface RunningChild {
  pid: number;
  /** Its exit code; null after a signal. Settles once its log is written. */
  exited: Promise<number | null>;
}

/** How long a child may take to end by itself before it is killed. */
const STOP_MS = 6_000;

/** A child with a channel to us notices our death by the channel's end, even after a `kill -9`. */
const EXIT_WITH_PARENT = "data:text/javascript,process.on('disconnect',()=>process.exit(0))";

/** The processes that `up` has started, each the head of a group of its own, so that the terminal's Ctrl-C reaches only us. */
export class Children {
  private readonly groups = new Set<number>();

  /** Starts Node with a script; both output streams go to the log file. */
  async start(options: ChildOptions): Promise<RunningChild> {
    await mkdir(dirname(options.logFile), { recursive: true });
    const log = createWriteStream(options.logFile, { flags: 'w', mode: 0o600 });
    const args = options.tied ? ['--import', EXIT_WITH_PARENT, ...options.args] : options.args;
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: { NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', options.tied ? 'ipc' : 'ignore'],
      detached: true,
    });
    const pid = child.pid;
    if (pid === undefined)
      throw new UpError(`Node could not be started for ${options.args[0] ?? 'a script'}.`);
    this.groups.add(pid);
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    const { onLine } = options;
    if (onLine !== undefined && child.stdout !== null)
      createInterface({ input: child.stdout }).on('line', onLine);
    return { pid, exited: this.whenExited(child, pid, () => log.end()) };
  }

  /** Runs a script to its end. @throws UpError with the end of its log when it fails */
  async run(what: string, options: ChildOptions, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const child = await this.start(options);
    const stop = () => void this.stop(child.pid);
    signal.addEventListener('abort', stop, { once: true });
    const code = await child.exited.finally(() => signal.removeEventListener('abort', stop));
    signal.throwIfAborted();
    if (code !== 0)
      throw new UpError(`${what} failed (see ${options.logFile}):\n${await lastLines(options.logFile)}`);
  }

  /** Asks a group to end, and kills what is left of it. */
  async stop(pid: number): Promise<void> {
    if (!this.groups.has(pid) && !groupLives(pid)) return;
    signalGroup(pid, 'SIGTERM');
    if (!(await groupEnds(pid, STOP_MS))) {
      signalGroup(pid, 'SIGKILL');
      await groupEnds(pid, 1_000);
    }
    this.groups.delete(pid);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.groups].map((pid) => this.stop(pid)));
  }

  /** Kills all groups now, without waiting. */
  killAll(): void {
    for (const pid of this.groups) signalGroup(pid, 'SIGKILL');
  }

  private whenExited(child: ChildProcess, pid: number, closeLog: () => void): Promise<number | null> {
    return new Promise((resolve) => {
      child.once('close', (code) => {
        closeLog();
        // Its own children may live on in the group; the group is forgotten when nothing of it is left.
        if (!groupLives(pid)) this.groups.delete(pid);
        resolve(code);
      });
    });
  }
}

/** The last lines of a log, without secrets. */
export async function lastLines(logFile: string, count = 20): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').slice(-count);
  return lines.map((line) => `  ${redact(line)}`).join('\n');
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

function groupLives(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function groupEnds(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (groupLives(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}
