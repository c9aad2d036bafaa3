import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { cleanEnv, runNode } from '../processes';
import { Crowds, type EndpointFigures, type EndpointTask, Thousand } from './contract';

const Announced = z.object({ port: z.number().int() });
/** A usual answer, and one of which a thousand are more than a run may hold. */
const BODIES_KILOBYTES = [2, 200];
const DEFAULT_ROUNDS = 15;

type Context = { projectRoot: string; folder: string; rounds: number | null; signal: AbortSignal };

/** Starts the application with known delays, lets processes of their own ask it, and ends it. */
export async function measureEndpoints(context: Context): Promise<EndpointFigures> {
  const script = process.argv[1] ?? '';
  const server = spawn(process.execPath, [script, 'child', 'server'], {
    cwd: context.projectRoot,
    env: cleanEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
    signal: context.signal,
  });
  const failed = once(server, 'error').then(([error]) => Promise.reject(error));
  try {
    const [line] = await Promise.race([once(server.stdout, 'data'), failed]);
    const { port } = Announced.parse(JSON.parse(String(line)));
    const task = (bodyKilobytes: number): EndpointTask => ({
      port,
      folder: context.folder,
      rounds: context.rounds ?? DEFAULT_ROUNDS,
      bodyKilobytes,
    });
    const child = (kind: string, bodyKilobytes = 0) => runChild(kind, task(bodyKilobytes), context);
    const crowds = Crowds.parse(await child('crowds'));
    const thousands: Thousand[] = [];
    for (const kilobytes of BODIES_KILOBYTES)
      thousands.push(Thousand.parse(await child('thousand', kilobytes)));
    return { crowds, thousands };
  } finally {
    // It ends with its input; an interruption has ended it already.
    server.stdin.end();
    failed.catch(() => undefined);
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  }
}

async function runChild(
  kind: string,
  task: EndpointTask,
  { projectRoot, signal }: Context,
): Promise<unknown> {
  const ended = await runNode(['--expose-gc', process.argv[1] ?? '', 'child', kind], {
    cwd: projectRoot,
    env: cleanEnv(),
    signal,
    input: JSON.stringify(task),
  });
  if (ended.code !== 0) throw new Error(`Measuring the endpoints (${kind}) failed: ${ended.stderr.trim()}`);
  return JSON.parse(ended.stdout);
}
