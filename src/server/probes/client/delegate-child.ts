/**
 * Runs in a process of its own: imports one generated client, reads and counts through each delegate, says one line.
 * Started by delegate-run.ts, which bundles this file; it shares nothing with the server that asked.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { isBehindPooler } from '../../prisma/connection-url';
import { importFailure } from './delegate-errors';
import {
  ANSWER_FD,
  type DelegateAnswer,
  DelegateTask,
  IMPORTED,
  IMPORTING,
  OWN_FAULT,
  URL_VARIABLE,
} from './delegate-protocol';
import { type Delegates, proveAll } from './delegate-prove';
import { errorText } from './errors';

/** Even where the import took nearly all the time. */
const MIN_TRY_MS = 50;

type Constructor = new (options: object) => object;

const isClass = z.custom<Constructor>((value) => typeof value === 'function', 'is not a class');
const ClientModule = z.object({ PrismaClient: isClass });
const AdapterModule = z.object({ PrismaPg: isClass });
const Client = z.custom<Delegates>((value) => typeof value === 'object' && value !== null);

async function main(): Promise<void> {
  const task = DelegateTask.parse(JSON.parse(await text(process.stdin)));
  const url = z.string().min(1).parse(process.env[URL_VARIABLE]);
  // A broken client may throw from a timer or an event: that must reach the parent as a sentence, once.
  process.once('uncaughtException', (error) => leave(importFailure(error)));
  process.once('unhandledRejection', (error) => leave(importFailure(error)));
  leave(await answer(task, url));
}

async function answer(task: DelegateTask, url: string): Promise<DelegateAnswer> {
  let client: object | DelegateAnswer;
  say(IMPORTING);
  try {
    const clientClass = await importClient(task.entry);
    client = construct(clientClass, task, url);
  } catch (error) {
    return importFailure(error);
  }
  if (isFailure(client)) return client;
  say(IMPORTED);
  const pooled = isBehindPooler(new URL(url));
  return proveAll(Client.parse(client), task.models, {
    timeoutMs: remainingMs(task),
    concurrency: task.connections,
    pooled,
    name: task.name,
  });
}

function isFailure(value: object): value is DelegateAnswer {
  return 'ok' in value && value.ok === false;
}

async function importClient(entry: string): Promise<Constructor> {
  const imported: unknown = await import(pathToFileURL(entry).href);
  const direct = ClientModule.safeParse(imported);
  if (direct.success) return direct.data.PrismaClient;
  // A CommonJS module whose exports Node could not tell ahead stands under `default`.
  const inside = z.object({ default: ClientModule }).safeParse(imported);
  if (inside.success) return inside.data.default.PrismaClient;
  throw new Error('It exports no PrismaClient.');
}

/** With an adapter, or with the native engine that a client before Prisma 7 may have in place of one. */
function construct(clientClass: Constructor, task: DelegateTask, url: string): object | DelegateAnswer {
  const made = adapterOf(task, url);
  if ('adapter' in made) {
    try {
      return new clientClass({ adapter: made.adapter, errorFormat: 'minimal' });
    } catch (error) {
      // Prisma 5, and 6 without the preview feature, know no adapter.
      if (!task.mayHaveEngine || !/adapter/i.test(errorText(error))) throw error;
    }
  }
  const lacks = 'lacks' in made ? made.lacks : 'it takes no adapter.';
  if (!task.mayHaveEngine) return { ok: false, kind: 'engine', message: lacks };
  try {
    return new clientClass({
      datasourceUrl: withConnectionLimit(url, task.connections),
      errorFormat: 'minimal',
    });
  } catch (error) {
    return { ok: false, kind: 'engine', message: `${errorText(error)} (${lacks})` };
  }
}

/** An adapter that cannot be made is no fault of the client. */
function adapterOf(
  { adapter, connections, ...task }: DelegateTask,
  url: string,
): { adapter: object } | { lacks: string } {
  if ('lacks' in adapter) return adapter;
  const options = {
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: remainingMs(task),
  };
  const schema = new URL(url).searchParams.get('schema');
  try {
    const { PrismaPg } = AdapterModule.parse(createRequire(join(adapter.dir, 'index.js'))(adapter.dir));
    return { adapter: Reflect.construct(PrismaPg, [options, schema === null ? undefined : { schema }]) };
  } catch (error) {
    return { lacks: `@prisma/adapter-pg in ${adapter.dir} makes no adapter: ${errorText(error)}` };
  }
}

function remainingMs(task: Pick<DelegateTask, 'deadlineAt'>): number {
  return Math.max(MIN_TRY_MS, task.deadlineAt - Date.now());
}

function withConnectionLimit(url: string, connections: number): string {
  const limited = new URL(url);
  limited.searchParams.set('connection_limit', String(connections));
  limited.search = limited.search.replaceAll('+', '%20');
  return limited.href;
}

function say(line: string): void {
  writeSync(ANSWER_FD, `${line}\n`);
}

/** Says the answer and ends, also when the client keeps connections or timers. */
function leave(found: DelegateAnswer): void {
  const bytes = Buffer.from(`${JSON.stringify(found)}\n`);
  // A pipe takes a part at a time, and may be full at the moment.
  for (let at = 0; at < bytes.length; ) at += writeSome(bytes.subarray(at));
  process.exit(0);
}

function writeSome(bytes: Buffer): number {
  try {
    return writeSync(ANSWER_FD, bytes);
  } catch (error) {
    if (z.object({ code: z.literal('EAGAIN') }).safeParse(error).success) return 0;
    throw error;
  }
}

void main().catch((error: unknown) => {
  // A fault of this file, not of the client.
  process.stderr.write(errorText(error));
  process.exit(OWN_FAULT);
});
