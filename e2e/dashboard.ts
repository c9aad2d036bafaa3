import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';

export const ROOT = path.resolve(import.meta.dirname, '..');
/** A data folder of its own, so that a developer's demo data stay as they are. */
export const DATA_DIR = path.join(ROOT, '.data', 'e2e');

const LaunchedState = z.object({ baseUrl: z.url(), pid: z.number() });

/** The environment of a command line that a test starts: this run's data folder, and nothing of the caller's settings. */
export function cliEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('DRIFTBOARD_') && name !== 'DATABASE_URL' && name !== 'PORT' && name !== 'NODE_ENV',
  );
  return {
    ...Object.fromEntries(kept),
    DRIFTBOARD_DATA_DIR: DATA_DIR,
    NODE_ENV: 'production',
    NO_COLOR: '1',
  };
}

/** Runs `driftboard …` and gives what it printed and its exit code. */
export function driftboard(
  args: string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'bin', 'driftboard.mjs'), ...args], {
      cwd: ROOT,
      env: { ...cliEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** Starts `driftboard up` and waits until it serves. @returns its address and how to end it */
export async function startDashboard(
  args: string[],
  dataDir = DATA_DIR,
  env: Readonly<Record<string, string>> = {},
): Promise<{ baseUrl: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'bin', 'driftboard.mjs'), 'up', ...args], {
    cwd: ROOT,
    env: {
      ...cliEnvironment(),
      DRIFTBOARD_DATA_DIR: dataDir,
      DRIFTBOARD_INTERVAL_MS: '0',
      DRIFTBOARD_DESIGN: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (text: string) => {
    output += text;
  };
  child.stdout?.setEncoding('utf8').on('data', collect);
  child.stderr?.setEncoding('utf8').on('data', collect);
  const stop = () => stopProcess(child);
  const deadline = Date.now() + 8 * 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`driftboard up ended with code ${child.exitCode}:\n${output}`);
    const state = await readState(dataDir);
    if (state !== null && state.pid === child.pid && (await answers(state.baseUrl))) {
      return { baseUrl: state.baseUrl, stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await stop();
  throw new Error(`driftboard up did not serve within 8 minutes:\n${output}`);
}

async function readState(dataDir: string): Promise<z.infer<typeof LaunchedState> | null> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(path.join(dataDir, 'run', 'state.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = LaunchedState.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

async function answers(baseUrl: string): Promise<boolean> {
  const response = await fetch(new URL('/api/health/live', baseUrl)).catch(() => null);
  return response?.ok === true;
}

function stopProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}
