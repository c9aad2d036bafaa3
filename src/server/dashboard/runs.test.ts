import { expect, test } from 'vitest';
import { NO_COVERAGE } from '../../shared/coverage';
import type { RunDetails } from '../../shared/details';
import type { DashboardEvent } from '../../shared/events';
import type { Report } from '../../shared/report';
import type { RunObjects } from '../engine/run-objects';
import { createMemoryStore } from '../store/memory';
import { createBus } from './bus';
import { createRuns, type RunOnce } from './runs';

const details: RunDetails = {
  counts: { tables: null, enums: null, others: null, indexes: null, queries: null, coverage: null },
  unread: { schema: null, migrations: null, database: null },
  replayedOn: null,
  migrations: null,
  engineDiagnosis: null,
  client: {
    schema: null,
    disk: null,
    installed: null,
    database: null,
    processes: null,
    asked: null,
    delegates: null,
  },
  endpoints: null,
  server: null,
  coverage: null,
  usage: { value: null, reason: null },
  foreignKeys: { value: null, reason: null },
  querySources: { value: null, reason: null },
  cache: { server: { value: null, reason: null }, reads: { value: null, reason: null } },
};
const objects: RunObjects = {
  rows: { tables: null, enums: null, others: null, indexes: null, queries: null, coverage: null },
  sides: { schema: null, migrations: null, database: null },
  indexes: [],
  queries: [],
  byStory: null,
};
const report = (runId: string): Report => ({
  version: 1,
  runId,
  environment: 'test',
  startedAt: '2026-01-01T00:00:00Z',
  durationMs: 1,
  verdict: 'unknown',
  headline: '',
  summary: {
    tables: null,
    enums: null,
    models: null,
    endpoints: null,
    indexes: null,
    coverage: NO_COVERAGE,
    waived: 0,
  },
  checks: [],
  causes: [],
  evidence: {},
  notes: [],
  waivers: [],
  repair: null,
  rehearsal: null,
  fingerprints: { schema: null, database: null, client: null, manifest: null, commit: null },
});

function setUp(runOnce: RunOnce) {
  const events: DashboardEvent[] = [];
  const errors: unknown[] = [];
  const bus = createBus((error) => errors.push(error));
  bus.subscribe((event) => events.push(event));
  const store = createMemoryStore('2026-01-01T00:00:00Z');
  return { events, errors, store, runs: createRuns(runOnce, store, bus, (error) => errors.push(error)) };
}

/** A run that goes on until it is let go. */
function held() {
  const log: string[] = [];
  const waiting: (() => void)[] = [];
  let underWay = 0;
  let most = 0;
  const runOnce: RunOnce = async ({ runId }) => {
    underWay += 1;
    most = Math.max(most, underWay);
    log.push(`start ${runId}`);
    await new Promise<void>((resolve) => waiting.push(resolve));
    log.push(`end ${runId}`);
    underWay -= 1;
    return { report: report(runId), endpoints: null, details, objects };
  };
  return { log, runOnce, most: () => most, letGo: () => waiting.shift()?.() };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('who only wants to be told of some run starts none beside the one that goes on', async () => {
  const { runOnce, log, letGo } = held();
  const { runs, events, store } = setUp(runOnce);
  runs.start();
  runs.start();
  const runId = runs.running()?.runId ?? '';
  letGo();
  await settle();
  expect(log).toHaveLength(2);
  expect(runs.running()).toBeNull();
  expect(events).toEqual([{ type: 'run.stored', runId, number: 1 }]);
  expect((await store.latest())?.report.runId).toBe(runId);
});

test('who asks while a run goes on gets the next one, and all who ask meanwhile share it', async () => {
  const { runOnce, log, letGo, most } = held();
  const { runs } = setUp(runOnce);
  const first = runs.ask();
  const second = runs.ask();
  const third = runs.ask();
  expect(first).toMatchObject({ joined: false, after: null });
  expect(second).toMatchObject({ joined: false, after: first.runId });
  expect(third).toMatchObject({ runId: second.runId, joined: true, after: first.runId });
  letGo();
  expect((await first.done).number).toBe(1);
  await settle();
  // It has begun by now: who asks from here on waits for another one.
  const fourth = runs.ask();
  expect(fourth.runId).not.toBe(second.runId);
  letGo();
  expect((await Promise.all([second.done, third.done])).map(({ number }) => number)).toEqual([2, 2]);
  await settle();
  letGo();
  expect((await fourth.done).number).toBe(3);
  expect(most()).toBe(1);
  expect(log).toHaveLength(6);
});

test('between two runs nobody slips in, and no start comes before one that waits', async () => {
  const { runOnce, letGo, most } = held();
  const { runs } = setUp(runOnce);
  const first = runs.ask();
  const second = runs.ask();
  // The moment in which the first has ended and the second has not begun.
  const between = first.done.then(() => {
    runs.start();
    return runs.ask();
  });
  letGo();
  const third = await between;
  expect([second.runId, third.runId]).toContain(runs.running()?.runId);
  await settle();
  letGo();
  await second.done;
  await settle();
  letGo();
  await third.done;
  expect(most()).toBe(1);
});

test('the next run begins whatever became of the one before', async () => {
  let broken = true;
  const { runs, errors } = setUp(async ({ runId }) => {
    await settle();
    if (broken) throw new Error('out of memory');
    return { report: report(runId), endpoints: null, details, objects };
  });
  const first = runs.ask();
  const second = runs.ask();
  await expect(first.done).rejects.toThrow('out of memory');
  broken = false;
  expect((await second.done).number).toBe(1);
  expect(errors).toHaveLength(1);
});

test('a run that throws is told to the log, and the next one can start', async () => {
  let broken = true;
  const { runs, errors } = setUp(async ({ runId }) => {
    if (broken) throw new Error('out of memory');
    return { report: report(runId), endpoints: null, details, objects };
  });
  await expect(runs.fresh()).rejects.toThrow('out of memory');
  broken = false;
  expect((await runs.fresh()).number).toBe(1);
  expect(errors).toHaveLength(1);
});

test('a listener that throws does not keep others from hearing', () => {
  const errors: unknown[] = [];
  const heard: string[] = [];
  const bus = createBus((error) => errors.push(error));
  bus.subscribe(() => {
    throw new Error('closed');
  });
  const end = bus.subscribe((event) => heard.push(event.type));
  bus.publish({ type: 'hello', serverStartedAt: '', at: '' });
  end();
  end();
  bus.publish({ type: 'hello', serverStartedAt: '', at: '' });
  expect(heard).toEqual(['hello']);
  expect(errors).toHaveLength(2);
  expect(bus.size()).toBe(1);
});
