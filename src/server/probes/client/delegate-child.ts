/**
 * Runs in a process of its own: imports one generated client, counts through each delegate, prints one line.
 * Started by delegate-run.ts, which bundles this file; it shares nothing with the server that asked.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { isBehindPooler } from '../../prisma/connection-url';
import { countAll, type Delegates } from './delegate-count';
import { ANSWER_MARK, type DelegateAnswer, DelegateTask, URL_VARIABLE } from './delegate-protocol';
import { errorCode, errorText } from './errors';

/** Even where the import took nearly all the time. */
const MIN_COUNT_MS = 50;

type Constructor = new (options: object) => object;

const isClass = z.custom<Constructor>((value) => typeof value === 'function', 'is not a class');
const ClientModule = z.object({ PrismaClient: isClass });
const AdapterModule = z.object({ PrismaPg: isClass });
const Client = z.custom<Delegates>((value) => typeof value === 'object' && value !== null);

async function main(): Promise<void> {
  const task = DelegateTask.parse(JSON.parse(await text(process.stdin)));
  const url = z.string().min(1).parse(process.env[URL_VARIABLE]);
  // A broken client may throw from a timer or an event: that must reach the parent as a sentence, once.
  process.once('uncaughtException', (error) =>
    leave({ ok: false, kind: 'import', message: errorText(error) }),
  );
  process.once('unhandledRejection', (error) =>
    leave({ ok: false, kind: 'import', message: errorText(error) }),
  );
  leave(await answer(task, url));
}

async function answer(task: DelegateTask, url: string): Promise<DelegateAnswer> {
  let clientClass: Constructor;
  try {
    clientClass = await importClient(task);
  } catch (error) {
    return { ok: false, kind: 'import', message: errorText(error) };
  }
  let client: object;
  try {
    client = construct(clientClass, task, url);
  } catch (error) {
    return { ok: false, kind: 'engine', message: errorText(error) };
  }
  const pooled = isBehindPooler(new URL(url));
  return countAll(Client.parse(client), task.models, remainingMs(task), { pooled, name: task.name });
}

async function importClient(task: DelegateTask): Promise<Constructor> {
  const imported: unknown = await import(pathToFileURL(task.entry).href);
  const direct = ClientModule.safeParse(imported);
  if (direct.success) return direct.data.PrismaClient;
  // A CommonJS module whose exports Node could not tell ahead stands under `default`.
  return z.object({ default: ClientModule }).parse(imported).default.PrismaClient;
}

function construct(clientClass: Constructor, task: DelegateTask, url: string): object {
  try {
    return new clientClass({ adapter: adapter(task, url), errorFormat: 'minimal' });
  } catch (error) {
    // Prisma 5 without the preview feature knows no adapter: its own engine may do it.
    if (task.layout !== 'prisma-client-js' || !/adapter/i.test(errorText(error))) throw error;
    return new clientClass({
      datasourceUrl: withConnectionLimit(url, task.connections),
      errorFormat: 'minimal',
    });
  }
}

function adapter(task: DelegateTask, url: string): object {
  let lastError: unknown = new Error('no folder to look in');
  for (const folder of task.adapterFrom) {
    try {
      const module: unknown = createRequire(join(folder, 'index.js'))('@prisma/adapter-pg');
      const schema = new URL(url).searchParams.get('schema');
      const { PrismaPg } = AdapterModule.parse(module);
      return Reflect.construct(PrismaPg, [
        { connectionString: url, max: task.connections, connectionTimeoutMillis: remainingMs(task) },
        schema === null ? undefined : { schema },
      ]);
    } catch (error) {
      lastError = error;
      if (errorCode(error) !== 'MODULE_NOT_FOUND') break;
    }
  }
  throw new Error(`@prisma/adapter-pg cannot be loaded: ${errorText(lastError)}`);
}

function remainingMs(task: DelegateTask): number {
  return Math.max(MIN_COUNT_MS, task.deadlineAt - Date.now());
}

function withConnectionLimit(url: string, connections: number): string {
  const limited = new URL(url);
  limited.searchParams.set('connection_limit', String(connections));
  limited.search = limited.search.replaceAll('+', '%20');
  return limited.href;
}

/** Prints the answer and ends, also when the client keeps connections or timers. */
function leave(found: DelegateAnswer): void {
  process.stdout.write(`\n${ANSWER_MARK}${JSON.stringify(found)}\n`, () => process.exit(0));
}

void main().catch((error: unknown) => leave({ ok: false, kind: 'import', message: errorText(error) }));
