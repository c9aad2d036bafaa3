import { expect, test } from 'vitest';
import type { RunDetails } from '../../shared/details';
import type { DashboardEvent } from '../../shared/events';
import type { Report } from '../../shared/report';
import type { RunObjects } from '../engine/run-objects';
import { createMemoryStore } from '../store/memory';
import { createBus } from './bus';
import { createRuns, type RunOnce } from './runs';

const details: RunDetails = {
  counts: { tables: null, enums: null, others: null, indexes: null },
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
};
const objects: RunObjects = {
  rows: { tables: null, enums: null, others: null, indexes: null },
  sides: { schema: null, migrations: null, database: null },
  indexes: [],
};
const report = (runId: string): Report => ({
  version: 1,
  runId,
  environment: 'test',
  startedAt: '2026-01-01T00:00:00Z',
  durationMs: 1,
  verdict: 'unknown',
  headline: '',
  summary: { tables: null, enums: null, models: null, endpoints: null, indexes: null },
  checks: [],
  causes: [],
  evidence: {},
  notes: [],
  repair: null,
  rehearsal: null,
  fingerprints: { schema: null, database: null, client: null, commit: null },
});

function setUp(runOnce: RunOnce) {
  const events: DashboardEvent[] = [];
  const errors: unknown[] = [];
  const bus = createBus((error) => errors.push(error));
  bus.subscribe((event) => events.push(event));
  const store = createMemoryStore('2026-01-01T00:00:00Z');
  return { events, errors, store, runs: createRuns(runOnce, store, bus, (error) => errors.push(error)) };
}

test('many requests cost one run, and it is stored before it is told', async () => {
  let started = 0;
  const { runs, events, store } = setUp(async ({ runId }) => {
    started += 1;
    await new Promise((resolve) => setTimeout(resolve, 10));
    return { report: report(runId), details, objects };
  });
  const first = runs.start();
  const second = runs.start();
  expect(second).toMatchObject({ runId: first.runId, joined: true });
  expect(runs.running()?.runId).toBe(first.runId);
  await first.done;
  await new Promise((resolve) => setImmediate(resolve));
  expect(started).toBe(1);
  expect(runs.running()).toBeNull();
  expect(events).toEqual([{ type: 'run.stored', runId: first.runId, number: 1 }]);
  expect((await store.latest())?.report.runId).toBe(first.runId);
});

test('a fresh run begins after the one that is going on', async () => {
  const order: string[] = [];
  const { runs } = setUp(async ({ runId }) => {
    order.push('start');
    await new Promise((resolve) => setTimeout(resolve, 10));
    order.push('end');
    return { report: report(runId), details, objects };
  });
  runs.start();
  await runs.fresh();
  expect(order).toEqual(['start', 'end', 'start', 'end']);
});

test('a run that throws is told to the log, and the next one can start', async () => {
  let broken = true;
  const { runs, errors } = setUp(async ({ runId }) => {
    if (broken) throw new Error('out of memory');
    return { report: report(runId), details, objects };
  });
  await expect(runs.start().done).rejects.toThrow('out of memory');
  broken = false;
  expect((await runs.start().done).number).toBe(1);
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
