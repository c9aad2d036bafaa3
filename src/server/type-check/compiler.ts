import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { killGroup, OWN_GROUP } from '../process-group';

export type Compiler = {
  version: string;
  /** What Node runs. */
  script: string;
};

export type CompilerRun = { cwd: string; timeoutMs: number; signal: AbortSignal };

const Manifest = z.object({
  version: z.string(),
  bin: z.union([z.string(), z.object({ tsc: z.string() })]),
});

/** Of what it prints; an application of 100,000 errors has more than this. */
const MAX_LINES = 200_000;

/**
 * The TypeScript that the application itself has installed, as Node finds it from a folder.
 * @throws Error with a sentence where there is none
 */
export async function findCompiler(dir: string): Promise<Compiler> {
  const folders = createRequire(join(dir, 'index.js')).resolve.paths('typescript') ?? [];
  for (const folder of folders) {
    const file = join(folder, 'typescript', 'package.json');
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) continue;
    const { version, bin } = Manifest.parse(JSON.parse(text));
    return { version, script: join(dirname(file), typeof bin === 'string' ? bin : bin.tsc) };
  }
  throw new Error(
    `TypeScript is not installed above ${dir}, so the types were not checked: run npm install typescript there, or leave out --type-check.`,
  );
}

/**
 * Runs the compiler without a shell. After its time, and when aborted, it is ended with all that it started.
 * @returns its exit code and the lines that it printed
 * @throws Error with a sentence when it takes too long, prints without end or cannot be started; the signal's reason
 */
export async function runCompiler(
  compiler: Compiler,
  args: readonly string[],
  { cwd, timeoutMs, signal }: CompilerRun,
): Promise<{ code: number | null; lines: string[] }> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [compiler.script, ...args], {
    cwd,
    env: environment(),
    detached: OWN_GROUP,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let why: string | null = null;
  const stop = (reason: string) => {
    why ??= reason;
    killGroup(child);
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (lines.length < MAX_LINES) lines.push(line);
      else stop(`printed more than ${MAX_LINES} lines`);
    });
  }
  const onAbort = () => stop('was cancelled');
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(
    () => stop(`did not end within ${timeoutMs} ms; set --generate-timeout-ms for more`),
    timeoutMs,
  );
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    });
    signal.throwIfAborted();
    if (why !== null) throw new Error(`The compiler (tsc ${compiler.version}) ${why}.`);
    return { code, lines };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^DRIFTBOARD_|^DATABASE_URL$|^NODE_OPTIONS$|^_*NEXT_/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, NO_COLOR: '1' };
}
