import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ColdRuns, SizeResult } from './contract';
import { cleanEnv, type Ended, memoryWitness, numberIn, runNode } from './processes';
import type { Prepared } from './sizes';
import { median } from './timing';

type Options = { projectRoot: string; folder: string; runs: number; signal: AbortSignal };

/**
 * `driftboard verify --database-url … --schema …` as a process of its own, as a person or CI starts it, and beside it one
 * of Prisma's schema engine. The time is taken without anything loaded beside it; the memory in one further run.
 */
export async function measureCold(
  prepared: Prepared,
  options: Options & { engineRuns: number },
): Promise<SizeResult['cold']> {
  const kept = path.join(options.folder, `kept-${prepared.size}`);
  // The first run bundles the command line, where its sources have changed, and leaves what it worked out.
  await verify(prepared, options, kept);
  const remembered = await series(options, (file) => verify(prepared, options, kept, file));
  const empty = await series(options, async (file) => {
    const fresh = path.join(options.folder, 'fresh');
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    return verify(prepared, options, fresh, file);
  });
  const engine = await series({ ...options, runs: options.engineRuns }, (file) =>
    prismaEngine(prepared, options, file),
  );
  return { remembered, empty, engine };
}

async function series(
  { runs, folder }: Options,
  start: (memoryFile?: string) => Promise<Ended>,
): Promise<ColdRuns> {
  const times: number[] = [];
  let exitCode = 0;
  for (let run = 0; run < runs; run += 1) {
    const ended = await start();
    times.push(ended.wallMs);
    exitCode = ended.code;
  }
  const file = path.join(folder, 'memory');
  await start(file);
  const memoryMb = await numberIn(file);
  const wallMs = median(times);
  if (memoryMb === null || wallMs === null)
    throw new Error('A process that was measured ended without telling its memory.');
  return { wallMs, memoryMb, runs, exitCode };
}

/** The peer: one comparison by Prisma's engine in a process that loads nothing of ours. */
async function prismaEngine({ databaseUrl, schema, size }: Prepared, options: Options, memoryFile?: string) {
  const script = (process.argv[1] ?? '').replace(/\.mjs$/, '-engine.mjs');
  const ended = await runNode([...witness(options, memoryFile), script], {
    cwd: options.projectRoot,
    env: cleanEnv(memoryFile === undefined ? {} : { BENCH_MEMORY_FILE: memoryFile }),
    signal: options.signal,
    input: JSON.stringify({ databaseUrl, schema }),
  });
  if (ended.code !== 0) throw new Error(`Prisma's engine failed on ${size}: ${ended.stderr.trim()}`);
  return ended;
}

const witness = ({ projectRoot }: Options, memoryFile: string | undefined) =>
  memoryFile === undefined ? [] : ['--require', memoryWitness(projectRoot)];

async function verify(prepared: Prepared, options: Options, dataDir: string, memoryFile?: string) {
  const { projectRoot } = options;
  const ended = await runNode(
    [
      ...witness(options, memoryFile),
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
