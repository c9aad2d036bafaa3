import { expect, test } from 'vitest';
import { fixtureState } from '../fixtures';
import { runningJob } from '../fixtures/jobs';
import { isJoined, withJob } from './jobs';
import { waitBefore } from './stream';

test('a job takes the place of its older self, and a new one stands first', () => {
  const state = { ...fixtureState('green'), jobs: [] };
  const first = withJob(state, runningJob);
  const second = withJob(first, { ...runningJob, id: 'other' });
  expect(second.jobs.map((job) => job.id)).toEqual(['other', runningJob.id]);
  const changed = withJob(second, { ...runningJob, state: 'cancelled' });
  expect(changed.jobs.map((job) => job.state)).toEqual(['running', 'cancelled']);
});

test('the line is tried again ever more patiently, and at least every half minute', () => {
  expect([1, 2, 3, 6, 20].map(waitBefore)).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
});

test('a late answer does not bring back a job that has ended', () => {
  const state = { ...fixtureState('green'), jobs: [] };
  const ended = withJob(state, { ...runningJob, state: 'cancelled', finishedAt: '2026-01-01T00:00:00Z' });
  expect(withJob(ended, runningJob).jobs.map((job) => job.state)).toEqual(['cancelled']);
});

test('work that had begun before the request is joined, not started', () => {
  const mine = { ...runningJob, startedBy: { pid: 1, via: 'dashboard' as const } };
  expect(isJoined([], mine)).toBe(false);
  expect(isJoined([mine.id], mine)).toBe(true);
  expect(isJoined([], runningJob)).toBe(true);
});
