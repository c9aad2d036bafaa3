import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientLayout } from '../../../shared/client';
import { redact } from '../../../shared/redact';
import { bundleToFile } from './bundle';
import { ANSWER_MARK, DelegateAnswer, type DelegateTask, URL_VARIABLE } from './delegate-protocol';
import { readOnlyUrl } from './read-only-url';

/** Of all counts side by side; the same limit that DESIGN.md sets for every connection to a watched database. */
const MAX_CONNECTIONS = 4;
/** Starting a process and importing a large client come before the first count: `timeoutMs` is for the counts. */
const STARTING_FACTOR = 2;
/** Of the whole time, the share after which the counts are given up, so that the others still reach us. */
const COUNT_SHARE = 0.9;
/** So much of what the child printed is kept for a sentence. */
const MAX_OUTPUT_CHARACTERS = 200_000;

export type DelegateRun = {
  client: { name: string; dir: string; layout: ClientLayout; entry: string };
  /** From where the client's packages resolve: its own folder, or for a staged client the one it is made for. */
  resolveDir: string;
  models: readonly string[];
  databaseUrl: string;
  timeoutMs: number;
  signal: AbortSignal;
  projectRoot: string;
  dataDir: string;
};

/**
 * Imports a generated client in a fresh process, on a read-only connection, and counts through each model's delegate.
 * @throws Error with a sentence: it cannot be bundled, the child ended without an answer, took too long, was aborted
 */
export async function runDelegates(run: DelegateRun): Promise<DelegateAnswer> {
  const startedAt = Date.now();
  const made: string[] = [];
  try {
    const child = await bundleToFile(
      join(run.projectRoot, 'src/server/probes/client/delegate-child.ts'),
      run.projectRoot,
      run.dataDir,
    );
    made.push(child);
    let entry = join(run.client.dir, run.client.entry);
    if (run.client.layout === 'prisma-client') {
      entry = await bundleToFile(entry, run.resolveDir, run.dataDir);
      made.push(entry);
    }
    return await ask(child, run, {
      entry,
      layout: run.client.layout,
      adapterFrom: [run.resolveDir, run.projectRoot],
      name: run.client.name,
      models: [...run.models],
      deadlineAt: startedAt + Math.floor(run.timeoutMs * STARTING_FACTOR * COUNT_SHARE),
      connections: MAX_CONNECTIONS,
    });
  } finally {
    await Promise.all(made.map((file) => rm(file, { force: true })));
  }
}

function ask(script: string, run: DelegateRun, task: DelegateTask): Promise<DelegateAnswer> {
  return new Promise((resolve, reject) => {
    const url = readOnlyUrl(run.databaseUrl, Math.ceil(run.timeoutMs * COUNT_SHARE));
    const child = spawn(process.execPath, [script], {
      cwd: run.projectRoot,
      env: childEnvironment(url),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let ended: 'timeout' | 'aborted' | null = null;
    const stop = (why: 'timeout' | 'aborted') => {
      ended ??= why;
      child.kill('SIGKILL');
    };
    const onAbort = () => stop('aborted');
    const limitMs = run.timeoutMs * STARTING_FACTOR;
    const timer = setTimeout(() => stop('timeout'), limitMs);
    run.signal.addEventListener('abort', onAbort, { once: true });
    if (run.signal.aborted) onAbort();
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString()).slice(-MAX_OUTPUT_CHARACTERS);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-MAX_OUTPUT_CHARACTERS);
    });
    // The child may be gone before it has read its task: what it printed tells why.
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdin.end(JSON.stringify(task));
    const settle = (code: number | null, startError: Error | null) => {
      clearTimeout(timer);
      run.signal.removeEventListener('abort', onAbort);
      if (ended === 'aborted') return reject(new Error('Counting through the delegates was cancelled.'));
      if (ended === 'timeout') {
        const words = `The client in ${run.client.dir} gave no counts within ${limitMs} ms: set --timeout-ms for more.`;
        return reject(new Error(`${words}${printed(stderr)}`));
      }
      const answer = parseAnswer(stdout);
      if (answer !== null) return resolve(answer);
      const how = startError === null ? `ended with code ${code}` : startError.message;
      reject(
        new Error(
          `The process that imports the client in ${run.client.dir} ${how} and gave no counts.${printed(stderr)}`,
        ),
      );
    };
    child.once('error', (error) => settle(null, error));
    child.once('close', (code) => settle(code, null));
  });
}

function parseAnswer(stdout: string): DelegateAnswer | null {
  const line = stdout.split('\n').findLast((candidate) => candidate.startsWith(ANSWER_MARK));
  return line === undefined ? null : DelegateAnswer.parse(JSON.parse(line.slice(ANSWER_MARK.length)));
}

function printed(stderr: string): string {
  const tail = redact(stderr.trim()).split('\n').slice(-5).join(' ');
  return tail === '' ? '' : ` It printed: ${tail}`;
}

/** The caller's PG* variables and addresses would change what is asked; the rest (PATH, proxies) may be needed. */
function childEnvironment(url: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^PG|^DATABASE_URL$|^DRIFTBOARD_|^NODE_OPTIONS$|^NEXT_/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, NO_COLOR: '1', [URL_VARIABLE]: url };
}
