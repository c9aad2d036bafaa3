import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { redact } from '../../../shared/redact';
import { errorText } from '../../probes/client/errors';
import { killGroup, OWN_GROUP } from '../../process-group';
import { followFile } from './follow-file';

export type RestartCommand = {
  /** As a person would type it. */
  command: string;
  /** Where it runs: the folder of the settings file. */
  cwd: string;
  /** What it is told beside the environment of this process. */
  variables: Record<string, string>;
  dataDir: string;
  timeoutMs: number;
  signal: AbortSignal;
  onLine: (line: string) => void;
};

/** How often the file that it prints into is looked at. */
const FOLLOW_MS = 50;
/** Of what it prints: a restart tells a few lines, and what goes on for ever would fill the disk. */
const MAX_OUTPUT_BYTES = 16_000_000;
/** So many of the last lines stand in the sentence of a failure. */
const LINES_IN_ERROR = 5;
/** Ours, and those of our own Next: an application that is started must not take them for its own, nor see our token. */
const OURS = /^DRIFTBOARD_|^__NEXT|^NEXT_(?!PUBLIC_)/;

/**
 * Runs the configured command by the shell and waits for its end. It prints into a file, not into a pipe: an application
 * that it leaves running keeps its output, and lives on when we end.
 * @throws Error with a sentence when it fails or takes too long (then it is ended with all that it started), the
 * signal's reason when aborted
 */
export async function runRestartCommand(options: RestartCommand): Promise<void> {
  options.signal.throwIfAborted();
  const file = join(options.dataDir, 'logs', 'restart.log');
  await mkdir(dirname(file), { recursive: true });
  const output = openSync(file, 'w');
  const child = spawn(options.command, {
    shell: true,
    cwd: options.cwd,
    env: environment(options.variables),
    detached: OWN_GROUP,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  // Not `close`: what it leaves running holds its output open. Listened to at once: a short one may be over before long.
  const ended = new Promise<{ code: number | null; by: string | null }>((resolve, reject) => {
    child.once('exit', (code, by) => resolve({ code, by }));
    child.once('error', (error) =>
      reject(new Error(`The restart command could not be started in ${options.cwd}: ${error.message}.`)),
    );
  });
  // It is awaited below; until then a rejection must not count as unhandled.
  ended.catch(() => undefined);
  const told: string[] = [];
  const follow = await followFile(file, (line) => {
    const clean = redact(line);
    told.push(clean);
    if (told.length > LINES_IN_ERROR) told.shift();
    options.onLine(clean);
  });
  let why: string | null = null;
  const stop = (reason: string) => {
    why ??= reason;
    killGroup(child);
  };
  const onAbort = () => stop('was cancelled');
  options.signal.addEventListener('abort', onAbort, { once: true });
  const limit = setTimeout(
    () =>
      stop(
        `did not end within ${options.timeoutMs} ms, so it was stopped; set --restart-timeout-ms for more`,
      ),
    options.timeoutMs,
  );
  const watch = setInterval(() => {
    follow
      .read(MAX_OUTPUT_BYTES)
      .then((bytes) => {
        if (bytes > MAX_OUTPUT_BYTES)
          stop(`printed more than ${MAX_OUTPUT_BYTES / 1e6} MB, so it was stopped`);
      })
      .catch((error: unknown) => stop(`could not be followed (${errorText(error)})`));
  }, FOLLOW_MS);
  try {
    const end = await ended;
    clearInterval(watch);
    await follow.end(MAX_OUTPUT_BYTES);
    options.signal.throwIfAborted();
    const failure =
      why ?? (end.code === 0 ? null : `ended with ${end.code === null ? end.by : `code ${end.code}`}`);
    if (failure === null) return;
    const words = told.length === 0 ? 'it printed nothing.' : told.join('\n');
    throw new Error(`The restart command \`${redact(options.command)}\` ${failure}: ${words}`);
  } finally {
    clearTimeout(limit);
    clearInterval(watch);
    options.signal.removeEventListener('abort', onAbort);
    await follow.close();
  }
}

function environment(variables: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, ...variables };
}
