import { expect, test } from 'vitest';
import type { Happening } from '@/shared/happenings';
import { timeAxis } from './time-axis';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const run = (number: number, minute: number) => ({
  number,
  startedAt: at(minute),
  verdict: 'pass' as const,
  durationMs: 1,
  changes: null,
});
const happening = (minute: number): Happening => ({
  at: at(minute),
  number: 2,
  group: 'deploys',
  text: '',
  job: null,
});

test('runs and happenings lie on one axis by their times', () => {
  const axis = timeAxis([run(2, 20), run(1, 10)], [happening(15)]);
  expect(axis).toMatchObject({ from: at(10), to: at(20) });
  expect(axis?.runs.map(({ x }) => x)).toEqual([1, 0]);
  expect(axis?.happenings.map(({ x }) => x)).toEqual([0.5]);
});

test('what happened since the newest run makes it longer, and what happened before the oldest stands at the edge', () => {
  const axis = timeAxis([run(1, 10)], [happening(30), happening(0)]);
  expect(axis).toMatchObject({ from: at(10), to: at(30) });
  expect(axis?.happenings.map(({ x }) => x)).toEqual([1, 0]);
});

test('no run, no axis; one run alone stands at its beginning', () => {
  expect(timeAxis([], [happening(1)])).toBeNull();
  expect(timeAxis([run(1, 10)], [])?.runs[0]?.x).toBe(0);
});
