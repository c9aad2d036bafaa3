import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { withinTime } from '../../server/time-limit';
import { lastLines, type RunningChild } from './children';
import type { UpContext } from './options';
import { UpError } from './up-error';

export interface ServerOptions {
  port: number;
  dev: boolean;
  env: Record<string, string | undefined>;
}

/** The first answer takes long only while the development server compiles. */
const LIVE_TIMEOUT_MS = 120_000;
const ASK_TIMEOUT_MS = 30_000;

/** Where the Next server's output goes. */
export const serverLog = (context: UpContext) => join(context.dataDir, 'logs', 'server.log');

/** Starts the Next server and waits until it answers. */
export async function startServer(context: UpContext, options: ServerOptions): Promise<RunningChild> {
  const baseUrl = `http://127.0.0.1:${options.port}`;
  let started: RunningChild | null = null;
  await context.progress.phase('Server', async (update) => {
    update('starting');
    const next = join(context.projectRoot, 'node_modules', 'next', 'dist', 'bin', 'next');
    const child = await context.children.start({
      args: [next, options.dev ? 'dev' : 'start', '-H', '127.0.0.1', '-p', String(options.port)],
      cwd: context.projectRoot,
      env: options.env,
      logFile: serverLog(context),
      tied: true,
    });
    started = child;
    await waitUntilLive(context, child, `${baseUrl}/api/health/live`);
    return `Server on ${baseUrl}`;
  });
  if (started === null) throw new Error('The server was not started.');
  return started;
}

async function waitUntilLive(context: UpContext, child: RunningChild, url: string): Promise<void> {
  const ended = child.exited.then(() => 'ended' as const);
  const deadline = performance.now() + LIVE_TIMEOUT_MS;
  let last = 'it did not answer';
  while (performance.now() < deadline) {
    const outcome = await Promise.race([probe(url, context.signal), ended]);
    context.signal.throwIfAborted();
    if (outcome === 'ended') throw new UpError(await deathNotice(context));
    if (outcome === 200) return;
    if (outcome !== null) last = `${url} answered ${outcome}`;
    await sleep(50);
  }
  throw new UpError(
    `The server was not ready after ${LIVE_TIMEOUT_MS / 1000} s (${last}): see ${serverLog(context)}.`,
  );
}

/** The status of the answer, or null while there is none. */
async function probe(url: string, signal: AbortSignal): Promise<number | null> {
  try {
    return await withinTime(signal, ASK_TIMEOUT_MS, async (limited) => {
      const response = await fetch(url, { signal: limited });
      await response.body?.cancel();
      return response.status;
    });
  } catch {
    // Not listening yet: the caller asks again until its time is over.
    return null;
  }
}

/** What to say when the server ended by itself. */
export async function deathNotice(context: UpContext): Promise<string> {
  return `The server ended by itself; its last words (${serverLog(context)}):\n${await lastLines(serverLog(context))}`;
}

/** What the first run came to, as far as the last line of the start says it. */
const FirstRun = z.object({
  latest: z
    .object({ report: z.object({ startedAt: z.string(), verdict: z.string(), headline: z.string() }) })
    .nullable(),
});

/** A first run takes seconds; on a database that hangs it ends by its own time limits. */
const FIRST_RUN_TIMEOUT_MS = 120_000;

/** Verifies once before the address is told, so that who opens the page finds everything measured. */
export async function runFirst(context: UpContext, baseUrl: string): Promise<void> {
  await context.progress.phase('First run', async (update) => {
    update('measuring');
    try {
      return `First run: ${await firstVerdict(baseUrl, context.signal)}`;
    } catch (error) {
      context.signal.throwIfAborted();
      // The page is there all the same, and says what it knows.
      return `First run: not seen to its end (${error instanceof Error ? error.message : String(error)})`;
    }
  });
}

async function firstVerdict(baseUrl: string, signal: AbortSignal): Promise<string> {
  // The store may know runs of before, which say nothing of now.
  const from = Date.now();
  const started = await ask(`${baseUrl}/api/health/runs`, { method: 'POST', body: '{}' }, signal);
  if (started.status !== 202) return `not started, the server answered ${started.status}`;
  const deadline = performance.now() + FIRST_RUN_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const { latest } = FirstRun.parse((await ask(`${baseUrl}/api/health/state`, {}, signal)).body);
    if (latest !== null && Date.parse(latest.report.startedAt) >= from)
      return `${latest.report.verdict}. ${latest.report.headline}`;
    await sleep(200);
  }
  return 'still going on; the page follows it';
}

async function ask(
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  return withinTime(signal, ASK_TIMEOUT_MS, async (limited) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { ...init, headers, signal: limited });
    return { status: response.status, body: await response.json() };
  });
}
