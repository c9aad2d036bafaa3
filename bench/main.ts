import { text as readAll } from 'node:stream/consumers';
import { z } from 'zod';
import { measureClient } from './client';
import { EndpointTask } from './endpoints/contract';
import { measureCrowds } from './endpoints/crowd';
import { serveKnownDelays } from './endpoints/server';
import { measureThousand } from './endpoints/thousand';
import { measureMemory } from './memory';
import { HELP, parseBenchOptions } from './options';
import { measureRounds } from './rounds';
import { runBenchmark } from './run';
import { Prepared } from './sizes';

const Task = z.object({
  prepared: Prepared,
  place: z.object({ projectRoot: z.string(), dataDir: z.string() }),
  counts: z.object({ rounds: z.number().int(), engineRounds: z.number().int() }),
});
export type Task = z.infer<typeof Task>;

/** A size is measured in processes of their own (`child rounds`, `child memory`, …), so that none carries another's memory. */
async function main([first, second, ...rest]: readonly string[]): Promise<void> {
  if (first === 'child' && second === 'server') return serveKnownDelays();
  if (first === 'child' && (second === 'crowds' || second === 'thousand')) {
    const task = EndpointTask.parse(JSON.parse(await readAll(process.stdin)));
    const figures = await (second === 'crowds' ? measureCrowds(task) : measureThousand(task));
    process.stdout.write(JSON.stringify(figures));
    return;
  }
  if (first === 'child') {
    const { prepared, place, counts } = Task.parse(JSON.parse(await readAll(process.stdin)));
    const measure = (what: string | undefined) =>
      what === 'memory'
        ? measureMemory(prepared, place)
        : what === 'client'
          ? measureClient(prepared, place, counts.rounds)
          : measureRounds(prepared, place, counts);
    process.stdout.write(JSON.stringify(await measure(second)));
    return;
  }
  const options = parseBenchOptions([first, second, ...rest].filter((word) => word !== undefined));
  if (options.help) process.stdout.write(HELP);
  else await runBenchmark(options);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// A timer inside Prisma's schema engine would keep the process for another 10 s.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((done) => stream.write('', () => done()));
process.exit();
