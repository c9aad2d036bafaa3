import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ColdRuns } from './contract';
import { cleanEnv, memoryWitness, numberIn, runNode } from './processes';
import type { Prepared } from './sizes';
import { median } from './timing';

type Options = { projectRoot: string; folder: string; runs: number; signal: AbortSignal };

/**
 * `driftboard verify --database-url … --schema …` as a process of its own, as a person or CI starts it. The time is
 * taken without anything loaded beside it; the memory in one further run.
 */
export async function measureCold(
  prepared: Prepared,
  options: Options,
): Promise<{ remembered: ColdRuns; empty: ColdRuns }> {
  const kept = path.join(options.folder, `kept-${prepared.size}`);
  // The first run bundles the command line, where its sources have changed, and leaves what it worked out.
  await verify(prepared, options, kept);
  const remembered = await series(prepared, options, () => Promise.resolve(kept));
  const empty = await series(prepared, options, async () => {
    const fresh = path.join(options.folder, 'fresh');
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    return fresh;
  });
  return { remembered, empty };
}

async function series(
  prepared: Prepared,
  options: Options,
  dataDir: () => Promise<string>,
): Promise<ColdRuns> {
  const times: number[] = [];
  let exitCode = 0;
  for (let run = 0; run < options.runs; run += 1) {
    const ended = await verify(prepared, options, await dataDir());
    times.push(ended.wallMs);
    exitCode = ended.code;
  }
  const file = path.join(options.folder, 'memory');
  await verify(prepared, options, await dataDir(), file);
  const memoryMb = await numberIn(file);
  const wallMs = median(times);
  if (memoryMb === null || wallMs === null)
    throw new Error('A process of driftboard verify ended without telling its memory.');
  return { wallMs, memoryMb, runs: options.runs, exitCode };
}

async function verify(prepared: Prepared, options: Options, dataDir: string, memoryFile?: string) {
  const { projectRoot } = options;
  const ended = await runNode(
    [
      ...(memoryFile === undefined ? [] : ['--require', memoryWitness(projectRoot)]),
      path.join(projectRoot, 'bin', 'driftboard.mjs'),
      'verify',
      '--database-url',
      prepared.databaseUrl,
      '--schema',
      prepared.schema,
      '--timeout-ms',
      '120000',
    ],
    {
      cwd: options.folder,
      env: cleanEnv({
        DRIFTBOARD_DATA_DIR: dataDir,
        ...(memoryFile === undefined ? {} : { BENCH_MEMORY_FILE: memoryFile }),
      }),
      signal: options.signal,
    },
  );
  // 0 and 1 are answers; anything else is a verify that did not measure, and its time says nothing.
  if (ended.code !== 0 && ended.code !== 1) {
    throw new Error(`driftboard verify ended with ${ended.code} on ${prepared.size}: ${ended.stderr.trim()}`);
  }
  return ended;
}
