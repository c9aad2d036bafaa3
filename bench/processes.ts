import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

export type Ended = { code: number; wallMs: number; stdout: string; stderr: string };

/** Runs Node on a script of ours until its end. An abort ends it. */
export function runNode(
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; signal: AbortSignal; input?: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: options.env,
      signal: options.signal,
      stdio: 'pipe',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => err.push(part));
    child.on('error', reject);
    let wallMs = 0;
    child.on('exit', () => {
      wallMs = performance.now() - startedAt;
    });
    child.on('close', (code) =>
      resolve({
        code: code ?? -1,
        wallMs,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
    child.stdin.end(options.input ?? '');
  });
}

/** The environment of a process that is measured: nothing of the person's own settings reaches it. */
export function cleanEnv(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env = { ...process.env, ...more };
  for (const name of Object.keys(env)) {
    const theirs = name.startsWith('DRIFTBOARD_') || name === 'DATABASE_URL' || name === 'NODE_OPTIONS';
    if (theirs && more[name] === undefined) delete env[name];
  }
  return env;
}

/** Reads a number that a process has left in a file, and takes the file away; null where it left none. */
export async function numberIn(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(file, { force: true });
  return text === '' ? null : Number(text);
}

/** Loaded into a process ahead of its own code, it leaves the process' peak memory in `BENCH_MEMORY_FILE`. */
export const memoryWitness = (projectRoot: string) => path.join(projectRoot, 'bench', 'memory-witness.cjs');
