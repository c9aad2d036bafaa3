import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DashboardEvent } from '../../shared/events';
import { StartRunResponse } from '../../shared/http';
import { withClient } from '../embedded/databases';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { TEST_TABLES, testSchema } from '../probes/client/testing';
import { findProjectRoot } from '../project-root';

const VIEWERS = 100;
const SLOW_VIEWERS = 10;
const SECONDS = 8;
const REQUESTS_A_SECOND = 10;
const MEGABYTE = 1024 * 1024;

const root = findProjectRoot();
const dir = join(root, '.data', 'test', randomUUID());
let database: TestDatabase;
let child: ChildProcess;
let port: number;

beforeAll(async () => {
  database = await createTestDatabase('viewers');
  await withClient(database.url, (client) => client.query(TEST_TABLES));
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'schema.prisma'), testSchema());
  const script = join(dir, 'served.mjs');
  await build({
    entryPoints: [join(root, 'src/server/dashboard/testing/served-dashboard.ts')],
    alias: { '@': join(root, 'src') },
    bundle: true,
    outfile: script,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const kept = Object.entries(process.env).filter(([name]) => !/^DATABASE_URL$|^DRIFTBOARD_/.test(name));
  child = spawn(process.execPath, ['--expose-gc', script], {
    cwd: dir,
    env: {
      ...Object.fromEntries(kept),
      NODE_ENV: 'test',
      DRIFTBOARD_DATABASE_URL: database.url,
      DRIFTBOARD_SCHEMA: join(dir, 'schema.prisma'),
      DRIFTBOARD_DATA_DIR: join(dir, '.data'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { stdout } = child;
  if (stdout === null) throw new Error('The dashboard has no output.');
  port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const said = z.object({ port: z.number() }).safeParse(parse(line));
      if (said.success) resolve(said.data.port);
    });
    child.once('close', () => reject(new Error('The dashboard did not start.')));
  });
});

afterAll(async () => {
  if (child?.exitCode === null) {
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill('SIGKILL');
    await ended;
  }
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

test('a hundred viewers and ten requests a second cost one run at a time, and each is answered by a later one', async () => {
  const viewers = Array.from({ length: VIEWERS }, () => watch());
  const slow = Array.from({ length: SLOW_VIEWERS }, () => watchWithoutReading());
  await Promise.all(viewers.map(({ greeted }) => greeted));
  const before = await ask();
  const memoryBefore = await memory();

  const asked: Promise<{ at: number; run: NonNullable<StartRunResponse['run']>; runId: string }>[] = [];
  for (let request = 0; request < SECONDS * REQUESTS_A_SECOND; request += 1) {
    asked.push(ask());
    await sleep(1_000 / REQUESTS_A_SECOND);
  }
  const answers = await Promise.all(asked);
  const last = Math.max(...answers.map(({ run }) => run.number));
  await Promise.all(viewers.map(({ until }) => until(last)));

  // None is lost, and none is answered with what was there before it asked.
  expect(answers).toHaveLength(SECONDS * REQUESTS_A_SECOND);
  for (const { at, run } of answers) expect(Date.parse(run.startedAt)).toBeGreaterThanOrEqual(at);
  // Every run was somebody's answer, and there was no other.
  const numbers = new Set(answers.map(({ run }) => run.number));
  expect([...numbers].sort((a, b) => a - b)).toEqual(
    Array.from({ length: last - before.run.number }, (_, at) => before.run.number + 1 + at),
  );

  const [first] = viewers;
  for (const { events } of viewers) {
    expect(storedIn(events)).toEqual(storedIn(first?.events ?? []));
    expect(mostAtOnce(events)).toBe(1);
  }
  expect(storedIn(first?.events ?? []).map(({ number }) => number)).toEqual(
    Array.from({ length: last }, (_, at) => at + 1),
  );
  expect(new Set(answers.map(({ runId }) => runId)).size).toBe(numbers.size);

  const memoryAfter = await memory();
  const megabytes = Math.round((memoryAfter.heap - memoryBefore.heap) / MEGABYTE);
  process.stdout.write(
    `viewers: ${answers.length} requests, ${VIEWERS} viewers and ${SLOW_VIEWERS} who do not read: ${numbers.size} runs, one at a time; heap ${megabytes} MB more\n`,
  );
  expect(memoryAfter.heap - memoryBefore.heap).toBeLessThan(64 * MEGABYTE);
  for (const { leave } of [...viewers, ...slow]) leave();
});

async function ask() {
  const at = Date.now();
  const response = await fetch(`http://127.0.0.1:${port}/api/health/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ wait: true }),
  });
  const { run, runId } = StartRunResponse.parse(await response.json());
  if (run === null) throw new Error('The answer did not wait for the run.');
  return { at, run, runId };
}

async function memory() {
  const response = await fetch(`http://127.0.0.1:${port}/memory`);
  return z.object({ rss: z.number(), heap: z.number() }).parse(await response.json());
}

/** One viewer, as a browser's EventSource reads. */
function watch() {
  const events: DashboardEvent[] = [];
  const leaving = new AbortController();
  let tell: (event: DashboardEvent) => void = () => {};
  let greet = () => {};
  const greeted = new Promise<void>((resolve) => {
    greet = resolve;
  });
  const reading = (async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/health/events`, { signal: leaving.signal });
    if (response.body === null) throw new Error('The stream has no body.');
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const parts = `${rest}${text}`.split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const event = DashboardEvent.parse(JSON.parse(part.replace(/^data: /, '')));
        events.push(event);
        if (event.type === 'hello') greet();
        tell(event);
      }
    }
  })();
  reading.catch(() => undefined);
  return {
    events,
    greeted,
    /** When the run of this number was told as kept. */
    until: (number: number) =>
      new Promise<void>((resolve, reject) => {
        const isIt = (event: DashboardEvent) => event.type === 'run.stored' && event.number >= number;
        if (events.some(isIt)) return resolve();
        tell = (event) => {
          if (isIt(event)) resolve();
        };
        reading.then(() => reject(new Error('The stream ended.')), reject);
      }),
    leave: () => leaving.abort(),
  };
}

/** A viewer whose page is there, and reads nothing. */
function watchWithoutReading(): { leave(): void } {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET /api/health/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  socket.pause();
  return { leave: () => socket.destroy() };
}

function storedIn(events: readonly DashboardEvent[]) {
  return events.flatMap((event) => (event.type === 'run.stored' ? [{ number: event.number }] : []));
}

function mostAtOnce(events: readonly DashboardEvent[]): number {
  const going = new Set<string>();
  let most = 0;
  for (const event of events) {
    if (event.type === 'run.started') going.add(event.runId);
    if (event.type === 'run.finished') going.delete(event.runId);
    most = Math.max(most, going.size);
  }
  return most;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
