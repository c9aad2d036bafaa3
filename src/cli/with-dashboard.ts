import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { readRunState } from '../server/run-state';
import type { Io } from './io';

const POLL_MS = 250;

/**
 * Starts `driftboard up` on a free port for the time of `use`, with everything that it starts, and ends it afterwards.
 * One that runs already on this data folder is used as it is, and left running.
 * @throws Error where it does not come to serve; its own lines on standard error say why
 */
export async function withDashboard<T>(
  { projectRoot, dataDir }: { projectRoot: string; dataDir: string },
  io: Io,
  use: () => Promise<T>,
): Promise<T> {
  if ((await readRunState(dataDir)) !== null) return use();
  io.err('driftboard: no dashboard runs here; starting one for this report.\n');
  const launcher = join(projectRoot, 'bin', 'driftboard.mjs');
  // Its standard output is no part of the report.
  const child = spawn(process.execPath, [launcher, 'up', '--port', '0'], {
    cwd: projectRoot,
    env: io.env,
    stdio: ['ignore', 2, 2],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    await untilServing(child, dataDir);
    return await use();
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

async function untilServing(child: ChildProcess, dataDir: string): Promise<void> {
  let died: Error | null = null;
  child.once('error', (error) => {
    died = error;
  });
  for (;;) {
    if (died !== null || child.exitCode !== null || child.signalCode !== null) {
      throw new Error('The dashboard did not come to serve: its lines above say why.');
    }
    const state = await readRunState(dataDir);
    if (state !== null && state.pid === child.pid && (await answers(state.baseUrl))) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function answers(baseUrl: string): Promise<boolean> {
  const response = await fetch(new URL('/api/health/live', baseUrl)).catch(() => null);
  return response?.ok === true;
}
