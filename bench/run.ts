import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmbedded } from '../src/server/embedded';
import { findProjectRoot } from '../src/server/project-root';
import { ensureClient } from './client';
import { measureCold } from './cold';
import { ClientFigures, Memory, type Result, Rounds, type SizeResult } from './contract';
import { writeDocument } from './document';
import { measureEndpoints } from './endpoints/measure';
import type { BenchOptions } from './options';
import { printResult } from './print';
import { cleanEnv, runNode } from './processes';
import type { RoundCounts } from './rounds';
import { type Prepared, prepare, type Size } from './sizes';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Makes everything that is measured, measures it, prints it, and takes away what it made, also when interrupted. */
export async function runBenchmark(options: BenchOptions): Promise<void> {
  const abort = new AbortController();
  const onSignal = () => abort.abort(new Error('interrupted; nothing was written.'));
  for (const name of SIGNALS) process.once(name, onSignal);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'driftboard-bench-'));
  const loadAverage = os.loadavg()[0] ?? 0;
  const projectRoot = findProjectRoot();
  // Of the code that was bundled: somebody may commit while it runs.
  const commit = await commitOf(projectRoot);
  try {
    // A server that was started as root runs as another user, who must come through to its data.
    const dataParent = path.join(folder, 'pg');
    await mkdir(dataParent, { mode: 0o711 });
    await promisify(execFile)('chmod', ['711', folder]).catch(() => undefined);
    const server = await startEmbedded({
      dataDir: path.join(dataParent, 'data'),
      durable: false,
      settings: { autovacuum: 'off', shared_buffers: '256MB' },
    });
    try {
      const context = { projectRoot, folder, options, signal: abort.signal };
      // Before the catalogues are written, which keeps the machine busy for a while.
      const endpoints = await measureEndpoints({ ...context, rounds: options.rounds });
      const sizes: SizeResult[] = [];
      for (const size of options.sizes) sizes.push(await measureSize(size, server, context));
      const result: Result = {
        date: new Date().toISOString().slice(0, 10),
        machine: machine(server.version, loadAverage),
        commit,
        sizes,
        endpoints,
      };
      const text = printResult(result);
      process.stdout.write(text);
      if (options.jsonFile !== null)
        await writeFile(options.jsonFile, `${JSON.stringify(result, null, 2)}\n`);
      if (options.write) await writeDocument(projectRoot, result);
    } finally {
      await server.stop();
    }
  } finally {
    // After an interruption a process may still write there for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}

type Context = { projectRoot: string; folder: string; options: BenchOptions; signal: AbortSignal };

async function measureSize(
  size: Size,
  server: { url(database: string): string },
  context: Context,
): Promise<SizeResult> {
  const tell = teller(size);
  tell('making the database');
  const prepared = await prepare(size, server, context.folder, context.projectRoot);
  context.signal.throwIfAborted();
  const counts = countsFor(prepared, context.options.rounds);
  const dataDir = path.join(context.folder, `data-${size}`);
  const child = (kind: string) => runChild(kind, { prepared, dataDir, counts }, context);
  tell(`${counts.rounds} rounds`);
  const rounds = Rounds.parse(await child('rounds'));
  tell('memory');
  const memory = Memory.parse(await child('memory'));
  const hasClient = size === 'real';
  if (hasClient) {
    tell('the generated client');
    await ensureClient(context.projectRoot, context.signal);
  }
  const client = hasClient ? ClientFigures.parse(await child('client')) : null;
  tell('driftboard verify as a process');
  const cold = await measureCold(prepared, {
    ...context,
    runs: counts.rounds,
    engineRuns: counts.engineRounds,
  });
  tell('done');
  return { size, objects: prepared.objects, rounds, memory, client, cold };
}

/** More often where it is quick, so that the medians of all sizes deserve the same trust within a few minutes. */
function countsFor({ objects }: Prepared, wanted: number | null): RoundCounts {
  const large = objects.tables > 5_000;
  const rounds = wanted ?? (objects.tables <= 100 ? 30 : objects.tables <= 1_000 ? 15 : large ? 5 : 9);
  return { rounds, engineRounds: Math.min(rounds, large ? 1 : objects.tables > 1_000 ? 2 : 5) };
}

async function runChild(
  kind: string,
  task: { prepared: Prepared; dataDir: string; counts: RoundCounts },
  { projectRoot, signal }: Context,
): Promise<unknown> {
  const ended = await runNode(['--expose-gc', process.argv[1] ?? '', 'child', kind], {
    cwd: projectRoot,
    env: cleanEnv(),
    signal,
    // Not as an argument: the password of the server is in it.
    input: JSON.stringify({
      prepared: task.prepared,
      place: { projectRoot, dataDir: task.dataDir },
      counts: task.counts,
    }),
  });
  if (ended.code !== 0)
    throw new Error(`Measuring ${kind} of ${task.prepared.size} failed: ${ended.stderr.trim()}`);
  return JSON.parse(ended.stdout);
}

function teller(size: string): (what: string) => void {
  const startedAt = performance.now();
  return (what) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stderr.write(`${size.padEnd(7)} ${seconds.padStart(6)} s  ${what}\n`);
  };
}

function machine(postgres: string, loadAverage: number): Result['machine'] {
  return {
    system: `${os.platform()} ${os.arch()}`,
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 1024 ** 3),
    node: process.versions.node,
    postgres,
    loadAverage: Math.round(loadAverage * 100) / 100,
  };
}

async function commitOf(projectRoot: string): Promise<string | null> {
  try {
    const answer = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: projectRoot });
    return answer.stdout.trim();
  } catch {
    // An unpacked archive has no history.
    return null;
  }
}
