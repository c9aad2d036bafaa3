import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DashboardEvent } from '../../shared/events';
import { createBus } from '../dashboard/bus';
import { createRuns, type RunOnce, type Runs } from '../dashboard/runs';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { findProjectRoot } from '../project-root';
import { trialRun } from '../store/contract';
import { openPostgresStore } from '../store/postgres/open';
import { openSchedule, type Schedule } from './schedule';

const EVERY_MS = 400;
const ADA = { name: 'Ada', proven: false };

let database: TestDatabase;
let busy = false;
let running = 0;
let most = 0;
let verdict: 'pass' | 'unknown' = 'pass';
/** Of each instance, how many runs it has made. */
let made: number[] = [];
const open: { close(): Promise<void> }[] = [];

type Instance = {
  schedule: Schedule;
  faults: unknown[];
  runs: Runs;
  heard: DashboardEvent[];
  close(): Promise<void>;
};

beforeEach(async () => {
  database = await createTestDatabase('schedule');
  [busy, running, most, verdict, made] = [false, 0, 0, 'pass', []];
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await database.drop();
});

/** What one dashboard is made of, without its pages; each has a connection, a bus and a store of its own. */
async function instance(everyMs = EVERY_MS): Promise<Instance> {
  const storeUrl = database.url;
  const opened = await openPostgresStore({
    storeUrl,
    environment: 'test',
    watchedUrl: null,
    projectRoot: findProjectRoot(),
  });
  const place = made.push(0) - 1;
  const heard: DashboardEvent[] = [];
  const faults: unknown[] = [];
  const bus = createBus((error) => faults.push(error));
  bus.subscribe((event) => heard.push(event));
  const runOnce: RunOnce = async ({ runId, onEvent }) => {
    running += 1;
    most = Math.max(most, running);
    const startedAt = new Date().toISOString();
    onEvent({ type: 'run.started', runId, environment: 'test', startedAt, checks: [] });
    await sleep(120);
    running -= 1;
    made[place] = (made[place] ?? 0) + 1;
    const outcome = trialRun(startedAt, verdict, []);
    const [check] = outcome.report.checks;
    if (check !== undefined) check.group = 'environment';
    return { ...outcome, report: { ...outcome.report, runId } };
  };
  const schedule = openSchedule({
    storeUrl,
    environment: 'test',
    everyMs,
    client: () => opened.client,
    store: opened.store,
    bus,
    verify: () => runs.fresh(),
    onFault: (error) => faults.push(error),
    isBusy: () => busy,
    random: () => 0.5,
    tickMs: 50,
  });
  const runs: Runs = createRuns(runOnce, opened.store, bus, (error) => faults.push(error), schedule.alone);
  const close = async () => {
    await schedule.close();
    await opened.close();
    expect(faults).toEqual([]);
  };
  open.push({ close });
  return { schedule, faults, runs, heard, close };
}

const stored = ({ heard }: Instance) =>
  heard.flatMap((event) => (event.type === 'run.stored' ? [event.number] : []));

test('three instances verify as one: a run at a time, each number once, told to all', {
  timeout: 30_000,
}, async () => {
  const all = await Promise.all([instance(), instance(), instance()]);
  await vi.waitFor(
    () => expect(Math.min(...all.map((one) => stored(one).length))).toBeGreaterThan(5),
    15_000,
  );
  // Whoever asks for one as well has it after the one that goes on, on whichever instance.
  await Promise.all(all.map(({ runs }) => runs.fresh()));
  await sleep(200);
  expect(most).toBe(1);
  for (const one of all) {
    const numbers = stored(one);
    expect(numbers).toEqual(numbers.map((_, place) => (numbers[0] ?? 0) + place));
  }
  const [first] = all;
  // Between two runs, every one that was made is kept.
  await vi.waitFor(
    () => expect(Math.max(...stored(first ?? all[0]))).toBe(made.reduce((sum, count) => sum + count, 0)),
    5_000,
  );
  const started = first?.heard.filter(({ type }) => type === 'run.started') ?? [];
  expect(started.length).toBeGreaterThanOrEqual(stored(first ?? all[0]).length);
});

test('a pause holds for every instance, with who and why, and letting go on looks at once', {
  timeout: 30_000,
}, async () => {
  const [one, other] = [await instance(), await instance()];
  await vi.waitFor(() => expect(stored(one).length).toBeGreaterThan(0), 10_000);
  expect(await one.schedule.decide(ADA, 'The database is being moved.')).toBe(true);
  expect(await other.schedule.decide(ADA, 'It is paused already, I think.')).toBe(false);
  await sleep(300);
  const before = made.reduce((sum, count) => sum + count, 0);
  await sleep(EVERY_MS * 3);
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(before);
  expect(await other.schedule.state()).toMatchObject({
    paused: { person: ADA, reason: 'The database is being moved.' },
    nextAt: null,
  });
  // A person may look all the same.
  await other.runs.fresh();
  expect(await one.schedule.decide(ADA, null)).toBe(true);
  await vi.waitFor(
    () => expect(made.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(before + 1),
    5_000,
  );
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query('SELECT kind, person FROM audit_events ORDER BY sequence');
  await client.end();
  expect(rows).toEqual([
    { kind: 'schedule.paused', person: 'Ada' },
    { kind: 'schedule.resumed', person: 'Ada' },
  ]);
});

test('a target that is not reached is asked less and less often, and at its interval again once it is', {
  timeout: 30_000,
}, async () => {
  verdict = 'unknown';
  const one = await instance();
  await vi.waitFor(async () => expect((await one.schedule.state())?.failures).toBe(2), 10_000);
  expect(await one.schedule.state()).toMatchObject({ failure: 'The database did not answer.' });
  verdict = 'pass';
  await vi.waitFor(async () => expect((await one.schedule.state())?.failures).toBe(0), 10_000);
});

test('an instance that was killed in the middle leaves a run that another one takes over', {
  timeout: 30_000,
}, async () => {
  const one = await instance();
  await vi.waitFor(() => expect(stored(one).length).toBeGreaterThan(0), 10_000);
  // As the queue looks when a process died that had just taken a run: nobody holds the lock.
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await vi.waitFor(async () => {
    const { rowCount } = await client.query(
      `UPDATE driftboard_jobs.job SET state = 'active', started_on = now() - interval '1 minute' WHERE state = 'created'`,
    );
    expect(rowCount).toBe(1);
  }, 5_000);
  await client.end();
  const before = stored(one).length;
  await vi.waitFor(() => expect(stored(one).length).toBeGreaterThan(before + 1), 10_000);
});

test('a connection that is lost comes back, and what was kept meanwhile is told', {
  timeout: 30_000,
}, async () => {
  const [one, other] = [await instance(0), await instance(0)];
  await one.runs.fresh();
  await vi.waitFor(() => expect(stored(other)).toEqual([1]), 5_000);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
  await one.runs.fresh();
  await vi.waitFor(() => expect(stored(other)).toEqual([1, 2]), 10_000);
});

test('a run whose keeper died before he could tell it is found and told by each of the others, once', {
  timeout: 30_000,
}, async () => {
  const both = [await instance(0), await instance(0)];
  await both[0]?.runs.fresh();
  for (const one of both) await vi.waitFor(() => expect(stored(one)).toEqual([1]), 5_000);
  const dead = await openPostgresStore({
    storeUrl: database.url,
    environment: 'test',
    watchedUrl: null,
    projectRoot: findProjectRoot(),
  });
  await dead.store.add(trialRun(new Date().toISOString(), 'pass', []));
  await dead.close();
  for (const one of both) await vi.waitFor(() => expect(stored(one)).toEqual([1, 2]), 15_000);
  await both[1]?.runs.fresh();
  for (const one of both) await vi.waitFor(() => expect(stored(one)).toEqual([1, 2, 3]), 5_000);
});

test('while a job changes what is looked at nobody looks by himself, and then at once', {
  timeout: 30_000,
}, async () => {
  busy = true;
  const one = await instance();
  await sleep(EVERY_MS * 4);
  expect(made).toEqual([0]);
  busy = false;
  await vi.waitFor(() => expect(stored(one).length).toBeGreaterThan(0), 10_000);
});

test('a store in which no queue can be made is said to keep no schedule, and a pause holds all the same', {
  timeout: 30_000,
}, async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // Somebody else's table stands where the queue's would.
  await client.query('CREATE SCHEMA driftboard_jobs; CREATE TABLE driftboard_jobs.version (other int)');
  await client.end();
  const one = await instance();
  await vi.waitFor(() => expect(one.faults).toHaveLength(1), 10_000);
  expect(one.schedule.isKept()).toBe(false);
  const state = await one.schedule.state();
  expect(state).toMatchObject({ by: 'viewers', nextAt: null, paused: null });
  expect(state?.failure).toMatch(/^The store keeps no schedule: .+/);
  await one.schedule.decide(ADA, 'The database is being moved.');
  await vi.waitFor(() => expect(one.schedule.isKept()).toBe(true), 5_000);
  expect(await one.schedule.state()).toMatchObject({ by: 'viewers', paused: { person: ADA } });
  // It is told once, and not each second.
  expect(one.faults.splice(0)).toHaveLength(1);
});
