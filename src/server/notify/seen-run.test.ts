import { expect, test } from 'vitest';
import type { RunRecord } from '../../shared/details';
import type { Finding } from '../../shared/finding';
import { fixtureState } from '../../ui/fixtures';
import { seenRun } from './seen-run';

function record(scenario: Parameters<typeof fixtureState>[0]): RunRecord {
  const { latest } = fixtureState(scenario);
  if (latest === null) throw new Error(`The fixture ${scenario} has a run.`);
  return latest;
}

/** The same run with some of its findings accepted. */
function waived(run: RunRecord, isWaived: (finding: Finding) => boolean): RunRecord {
  const waiver = {
    id: '1',
    pattern: 'any',
    person: 'Ada',
    proven: false,
    reason: 'It is known.',
    endsAt: '2027-01-01T00:00:00.000Z',
  };
  const checks = run.report.checks.map((check) => ({
    ...check,
    findings: check.findings.map((one) => (isWaived(one) ? { ...one, waiver } : one)),
  }));
  return { ...run, report: { ...run.report, checks } };
}

test('a cause with its symptoms is one thing to tell, with the routes that it breaks', () => {
  const run = record('stale-client');
  const { causes, routes, accepted } = seenRun(run);
  const [cause] = run.report.causes;
  expect(causes[0]).toEqual({
    key: cause?.key,
    title: cause?.title,
    symptoms: cause?.symptomKeys.length,
    routes: cause?.endpoints,
  });
  const told = run.report.causes.flatMap(({ rootKeys, symptomKeys }) => [...rootKeys, ...symptomKeys]);
  expect(causes.map(({ key }) => key).filter((key) => told.includes(key) && key !== cause?.key)).toEqual([]);
  expect(routes.filter((route) => causes.some((one) => one.routes.includes(route)))).toEqual([]);
  expect(accepted).toEqual([]);
});

test('what a person has accepted is no cause and leaves no route unexplained', () => {
  const run = record('stale-client');
  const before = seenRun(run);
  const { causes, routes, accepted } = seenRun(waived(run, () => true));
  expect(causes).toEqual([]);
  expect(accepted).toEqual(before.causes.map(({ key }) => key));
  expect(routes).toEqual(before.routes);
});

test('a cause of which one error is open is told whole', () => {
  const run = record('stale-client');
  const [cause] = run.report.causes;
  const roots = cause?.rootKeys ?? [];
  const { causes } = seenRun(waived(run, ({ key }) => roots.includes(key)));
  expect(causes.map(({ key }) => key)).toContain(cause?.key);
});

test('a run that could not look says why, and has no causes', () => {
  const { verdict, causes, reasons } = seenRun(record('unreachable'));
  expect(verdict).toBe('unknown');
  expect(causes).toEqual([]);
  expect(reasons.length).toBeGreaterThan(0);
});
