import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { DashboardEvent } from '../../shared/events';
import { StartRunResponse } from '../../shared/http';
import { withClient } from '../embedded/databases';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { TEST_TABLES, testSchema } from '../probes/client/testing';
import { findProjectRoot } from '../project-root';
import { bundleDashboard, type Served, serveDashboard } from './testing/served';
import { storedIn, watchDashboard } from './testing/viewer';

const VIEWERS = 100;
const SLOW_VIEWERS = 10;
const SECONDS = 8;
const REQUESTS_A_SECOND = 10;
const MEGABYTE = 1024 * 1024;

const root = findProjectRoot();
const dir = join(root, '.data', 'test', randomUUID());
let database: TestDatabase;
let dashboard: Served;

beforeAll(async () => {
  database = await createTestDatabase('viewers');
  await withClient(database.url, (client) => client.query(TEST_TABLES));
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'schema.prisma'), testSchema());
  dashboard = await serveDashboard(await bundleDashboard(dir), dir, {
    DRIFTBOARD_DATABASE_URL: database.url,
    DRIFTBOARD_SCHEMA: join(dir, 'schema.prisma'),
    DRIFTBOARD_DATA_DIR: join(dir, '.data'),
  });
});

afterAll(async () => {
  await dashboard?.kill();
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

test('a hundred viewers and ten requests a second cost one run at a time, and each is answered by a later one', async () => {
  const viewers = Array.from({ length: VIEWERS }, () => watchDashboard(dashboard.port));
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
  await Promise.all(
    viewers.map(({ until }) => until((event) => event.type === 'run.stored' && event.number >= last)),
  );

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
  const response = await fetch(`http://127.0.0.1:${dashboard.port}/api/health/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ wait: true }),
  });
  const { run, runId } = StartRunResponse.parse(await response.json());
  if (run === null) throw new Error('The answer did not wait for the run.');
  return { at, run, runId };
}

async function memory() {
  const response = await fetch(`http://127.0.0.1:${dashboard.port}/memory`);
  return z.object({ rss: z.number(), heap: z.number() }).parse(await response.json());
}

/** A viewer whose page is there, and reads nothing. */
function watchWithoutReading(): { leave(): void } {
  const socket: Socket = connect(dashboard.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET /api/health/events HTTP/1.1\r\nHost: 127.0.0.1:${dashboard.port}\r\n\r\n`);
  socket.pause();
  return { leave: () => socket.destroy() };
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
