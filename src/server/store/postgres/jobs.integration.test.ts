import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../../../shared/job';
import { jobHistory } from '../../dashboard/job-history';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { keepJob, readJob, readJobLines } from './jobs';
import { openPostgresStore } from './open';
import { clearAway } from './retention';

let database: TestDatabase;
let opened: Awaited<ReturnType<typeof openPostgresStore>>;

beforeAll(async () => {
  database = await createTestDatabase('jobs');
  opened = await openPostgresStore({
    storeUrl: database.url,
    environment: 'staging',
    watchedUrl: null,
    projectRoot: findProjectRoot(),
  });
});
afterAll(async () => {
  await opened?.close();
  await database?.drop();
});

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const EVER = { after: null, until: null };

function job(id: string, minute: number, more: Partial<Job> = {}): Job {
  return {
    id,
    kind: 'regenerate',
    title: 'Regenerate the client',
    state: 'succeeded',
    startedAt: at(minute),
    finishedAt: at(minute + 1),
    steps: [
      {
        id: 'generate',
        title: 'Generate',
        state: 'succeeded',
        startedAt: at(minute),
        durationMs: 1_200.5,
        progress: { done: 2, total: 2 },
        reason: null,
      },
    ],
    log: [
      { at: at(minute), step: 'generate', text: 'Generated.' },
      { at: at(minute), step: 'never planned', text: 'Of a step that no plan named.' },
    ],
    outcome: 'The client is new.',
    result: null,
    startedBy: { pid: 7, via: 'dashboard' },
    ...more,
  };
}

test('a job comes back as it was, and its end is kept once, whoever else saw it', async () => {
  const { client } = opened;
  const one = job('one', 0);
  await keepJob(client, 'staging', { ...one, state: 'running', finishedAt: null, outcome: null });
  expect(await readJob(client, 'staging', 'one')).toMatchObject({ state: 'running', log: [] });
  await Promise.all([keepJob(client, 'staging', one), keepJob(client, 'staging', one)]);
  expect(await readJob(client, 'staging', 'one')).toEqual(one);
  // An instance that was slow to read the journal.
  await keepJob(client, 'staging', { ...one, state: 'running', finishedAt: null });
  expect(await readJob(client, 'staging', 'one')).toEqual(one);
  expect(await readJob(client, 'production', 'one')).toBeNull();
  expect(await readJobLines(client, 'staging', { after: at(0), until: null })).toEqual([]);
  expect(await readJobLines(client, 'staging', EVER)).toMatchObject([{ id: 'one', outcome: one.outcome }]);
});

test('jobs that ended while the store was away are kept when it is back, and outlive their files', async () => {
  let away = true;
  let here: Job[] = [job('two', 10)];
  const faults: unknown[] = [];
  const history = jobHistory({
    environment: 'staging',
    kept: { client: () => (away ? null : opened.client) },
    list: () => here,
    onFault: (error) => faults.push(error),
    retryMs: 20,
  });
  expect(await history.during(null, null)).toMatchObject({ jobs: [{ id: 'two' }], gap: expect.any(String) });
  away = false;
  await expect.poll(() => readJob(opened.client, 'staging', 'two')).toEqual(job('two', 10));
  here = [];
  expect(await history.find('two')).toEqual(job('two', 10));
  expect(await history.find('never')).toBeNull();
  const { jobs, gap } = await history.during(null, at(10));
  expect([jobs.map(({ id }) => id), gap]).toEqual([['one', 'two'], null]);
  expect(faults).toEqual([]);
});

test('jobs go by age', async () => {
  await opened.store.add(trialRun(at(0), 'pass', []));
  const now = new Date(Date.parse(at(5)) + 86_400_000);
  await clearAway(opened.client, { now, maxRuns: 100, maxDays: 1, thinDays: 1, everyMs: 0 });
  expect((await readJobLines(opened.client, 'staging', EVER)).map(({ id }) => id)).toEqual(['two']);
});
