import { expect, test } from 'vitest';
import { weekModel } from './model';
import { type ScriptedRun, scriptedWeek } from './script';

const at = (place: number) => new Date(Date.UTC(2026, 0, 5, 0, place * 5));
const week = () => scriptedWeek({ environments: ['a', 'b', 'c'], runs: 2_000, seed: 7, at });

test('the same seed is the same week, and much happens in it', () => {
  const runs = week();
  expect(week()).toEqual(runs);
  for (const verdict of ['pass', 'warn', 'fail', 'unknown'] as const) {
    expect(runs.filter((run) => run.verdict === verdict).length).toBeGreaterThan(40);
  }
  const ill = runs.filter(({ causes }) => causes.length > 1);
  expect(ill.length).toBeGreaterThan(50);
});

/** One check with findings of these keys; null where it did not look. */
const run = (number: number, keys: string[] | null): ScriptedRun => ({
  environment: 'a',
  number,
  startedAt: `2026-01-0${number}`,
  verdict: keys === null ? 'unknown' : keys.length > 0 ? 'fail' : 'pass',
  checks: [
    {
      id: 'tables',
      verdict: keys === null ? 'unknown' : keys.length > 0 ? 'fail' : 'pass',
      reason: keys === null ? 'It did not answer.' : null,
      findings: (keys ?? []).map((key) => ({ key, text: key, severity: 'error' })),
    },
  ],
  causes: (keys ?? []).map((key) => ({ key, title: key, symptoms: [] })),
  routes: [],
});

test('the model answers as one would by hand', () => {
  const model = weekModel([
    run(1, []),
    run(2, ['x']),
    run(3, null),
    run(4, ['x', 'y']),
    run(5, ['y']),
    run(6, []),
  ]);
  expect(model.since(4, 'x')).toBe('2026-01-02');
  expect(model.since(5, 'y')).toBe('2026-01-04');
  expect(model.verdictSince(5)).toBe('2026-01-04');
  expect(model.lastGreen(5)).toEqual({ number: 1, startedAt: '2026-01-01' });
  expect(model.incidents(3)).toMatchObject([{ first: 2, last: 2, ended: null, causes: ['x'] }]);
  expect(model.incidents(6)).toMatchObject([{ first: 2, last: 5, runs: 3, ended: { number: 6 } }]);
  expect(model.comparison(2, 4)).toMatchObject({ appeared: ['y'], stillThere: ['x'] });
  expect(model.comparison(2, 3)).toMatchObject({ resolved: [], notMeasured: ['x'] });
});
