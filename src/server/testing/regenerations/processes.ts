import { type ChildProcess, spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { z } from 'zod';
import { findProjectRoot } from '../../project-root';
import type { JobOrder, JobTask } from './job-process';
import type { Place } from './place';

const Done = z.object({ error: z.string().nullable(), rss: z.number(), descriptors: z.number().nullable() });
export type Done = z.infer<typeof Done>;
const JobLine = z.union([
  z.object({ ready: z.number() }),
  z.object({ step: z.string() }),
  z.object({ done: Done }),
]);

/** A process that regenerates when it is told to. */
export type JobProcess = {
  pid: number;
  /** One regeneration. Rejects when the process ends before it has answered. */
  regenerate(order: JobOrder, onStep?: (step: string) => void): Promise<Done>;
  /** `kill -9`, and no more than that. */
  kill(): Promise<void>;
};

/** Bundles one of the scripts that only tests start. */
export async function bundleScript(path: string, { root }: Place): Promise<string> {
  const outfile = join(root, '.bundles', `${basename(path, '.ts')}.mjs`);
  await build({
    entryPoints: [join(findProjectRoot(), path)],
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return outfile;
}

export const JOB_SCRIPT = 'src/server/testing/regenerations/job-process.ts';
export const APP_SCRIPT = 'src/americano/testing/reloading-app.ts';

export async function startJobProcess(script: string, task: JobTask, { root }: Place): Promise<JobProcess> {
  const child = start([script, JSON.stringify(task)], root, {});
  let onLine: (line: z.infer<typeof JobLine>) => void = () => undefined;
  let onEnd: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (child.stdout === null) throw new Error('The job process has no output.');
  createInterface({ input: child.stdout }).on('line', (line) => onLine(JobLine.parse(JSON.parse(line))));
  child.once('close', () => onEnd(new Error('The job process has ended.')));
  child.stdin?.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    onEnd = reject;
    onLine = (line) => {
      if ('ready' in line) resolve();
    };
  });
  return {
    pid: child.pid ?? -1,
    regenerate: (order, onStep) =>
      new Promise((resolve, reject) => {
        onEnd = reject;
        onLine = (line) => {
          if ('step' in line) onStep?.(line.step);
          if ('done' in line) resolve(line.done);
        };
        child.stdin?.write(`${JSON.stringify(order)}\n`);
      }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export type App = { baseUrl: string; stop(): Promise<void> };

/** An application that serves requests through the client in `src/generated/americano` and takes up new ones. */
export async function startApp(
  script: string,
  place: Place,
  databaseUrl: string,
  reloadToken: string,
): Promise<App> {
  const env = { DATABASE_URL: databaseUrl, DRIFTBOARD_RELOAD_TOKEN: reloadToken };
  const child = start([script], place.root, env);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { stdout } = child;
  if (stdout === null) throw new Error('The application has no output.');
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: stdout }).once('line', (line) =>
      resolve(z.object({ port: z.number() }).parse(JSON.parse(line)).port),
    );
    child.once('close', () => reject(new Error('The application did not start.')));
  });
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs a script in a fresh process. */
export function fresh(
  args: readonly string[],
  { root }: Place,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(args, root, {}, 'pipe');
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin?.end();
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

function start(
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>>,
  stderr: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  const kept = Object.entries(process.env).filter(([name]) => !/^DATABASE_URL$|^DRIFTBOARD_/.test(name));
  return spawn(process.execPath, args, {
    cwd,
    env: { ...Object.fromEntries(kept), NODE_ENV: 'test', ...more },
    stdio: ['pipe', 'pipe', stderr],
  });
}
