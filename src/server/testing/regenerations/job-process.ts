import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { Settings } from '../../../shared/config';
import { regenerate } from '../../jobs/regenerate';
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

// A process of its own that regenerates once for each line it is given: the text of a schema, as JSON. It answers with
// the steps as they begin, and with a line at the end. Only tests start it.
if (process.argv[2] !== undefined) await work(JobTask.parse(JSON.parse(process.argv[2])));

async function work(task: JobTask): Promise<void> {
  const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
  say({ ready: process.pid });
  for await (const line of createInterface({ input: process.stdin })) {
    const text = z.string().parse(JSON.parse(line));
    const error = await run(task, text, (step) => say({ step }));
    const { rss } = process.memoryUsage();
    say({ done: { error, rss, descriptors: descriptors() } });
  }
}

async function run(task: JobTask, text: string, onStep: (id: string) => void): Promise<string | null> {
  const { schema, clients, dataDir, baseUrl, reloadToken } = task;
  try {
    const job = regenerate({
      settings: Settings.parse({ schema, client: clients, baseUrl, timeoutMs: 30_000 }),
      projectRoot: findProjectRoot(),
      dataDir,
      reloadToken,
      signal: new AbortController().signal,
      verify: null,
      files: [{ path: schema, text }],
    });
    for await (const event of job) {
      if (event.type === 'step' && event.state === 'running') onStep(event.id);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** How many files, pipes and sockets are open; null where the system does not tell. */
function descriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}
