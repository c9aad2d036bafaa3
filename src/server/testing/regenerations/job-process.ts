import { readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { Settings } from '../../../shared/config';
import { regenerate } from '../../jobs/regenerate';
import type { generateClients } from '../../prisma/generate';
import { stageableGenerators } from '../../prisma/generator-output';
import { findProjectRoot } from '../../project-root';

/** What `job-process` is started with, as its only argument. */
export const JobTask = z.object({
  schema: z.string(),
  clients: z.array(z.string()),
  dataDir: z.string(),
  baseUrl: z.string().nullable(),
  reloadToken: z.string().nullable(),
});
export type JobTask = z.infer<typeof JobTask>;

/** One line of its input. */
export const JobOrder = z.object({
  schema: z.string(),
  /** A folder whose content is copied in place of running Prisma; null to run it. */
  copy: z.string().nullable(),
});
export type JobOrder = z.infer<typeof JobOrder>;

// A process of its own that regenerates once for each line it is given. It answers with the steps as they begin, and with
// a line at the end. Only tests start it.
if (process.argv[2] !== undefined) await work(JobTask.parse(JSON.parse(process.argv[2])));

async function work(task: JobTask): Promise<void> {
  const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
  say({ ready: process.pid });
  for await (const line of createInterface({ input: process.stdin })) {
    const error = await run(task, JobOrder.parse(JSON.parse(line)), (step) => say({ step }));
    const { rss } = process.memoryUsage();
    say({ done: { error, rss, descriptors: descriptors() } });
  }
}

async function run(task: JobTask, order: JobOrder, onStep: (id: string) => void): Promise<string | null> {
  const { schema, clients, dataDir, baseUrl, reloadToken } = task;
  try {
    const job = regenerate({
      settings: Settings.parse({ schema, client: clients, baseUrl, timeoutMs: 30_000 }),
      projectRoot: findProjectRoot(),
      dataDir,
      reloadToken,
      signal: new AbortController().signal,
      verify: null,
      files: [{ path: schema, text: order.schema }],
      ...(order.copy === null ? {} : { generate: copying(order.copy) }),
    });
    for await (const event of job) {
      if (event.type === 'step' && event.state === 'running') onStep(event.id);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Makes the clients aside without a process: what the real Prisma had written is copied to where it would write it. */
function copying(from: string): typeof generateClients {
  return async ({ files = [], stagingDir }) => {
    const src = join(stagingDir, 'src');
    await cp(from, src, { recursive: true });
    return stageableGenerators(files).map(({ name, outputDir, baseDir }) => ({
      generator: name,
      target: outputDir,
      staged: join(src, relative(join(baseDir, '..', 'src'), outputDir)),
    }));
  };
}

/** How many files, pipes and sockets are open; null where the system does not tell. */
function descriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}
