import { describe, expect, test } from 'vitest';
import { FIXTURE_NOW } from '../fixtures';
import { endpointStates } from '../fixtures/endpoint-states';
import { causeLabel, causeOrder, contractOf, historyOf, routeRows } from './endpoints';
import { failedInWords, requestText, tryTitle } from './request-text';
import { untestedOf } from './untested';

const { latest, runs } = endpointStates(FIXTURE_NOW);
const rows = routeRows(latest.details.endpoints ?? [], runs, latest.report.causes);
const row = (part: string) => {
  const found = rows.find(({ id }) => id.includes(part));
  if (found === undefined) throw new Error(`No route of the fixture is called ${part}.`);
  return found;
};

describe('the rows of routes', () => {
  test('stand with failures first, then what is unknown, and what was not sent last but there', () => {
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(
      new Set(['fail', 'unknown', 'warn', 'pass', 'skipped']),
    );
    expect(rows.map(({ verdict }) => verdict).lastIndexOf('fail')).toBe(3);
    expect(row('/profile')).toMatchObject({ verdict: 'unknown', tries: [] });
    expect(row('/sessions')).toMatchObject({ verdict: 'skipped', tries: [] });
  });

  test('are put together by cause, causes before what has none', () => {
    const [cause] = latest.report.causes;
    expect(causeLabel(row('struggle-predictions'))).toBe(cause?.title);
    expect(causeLabel(row('/summary'))).toBe('Without a known cause');
    expect(causeLabel(row('/profile'))).toBe('Not asked');
    expect(causeLabel(row('behavioral-goals'))).toBe('Nothing is wrong');
    const order = causeOrder(latest.report.causes);
    expect(order[0]).toBe(cause?.title);
    for (const each of rows) expect(order).toContain(causeLabel(each));
  });

  test('say what is held against the manifest', () => {
    expect(contractOf({ hasContract: true, assertions: 0 })).toBe('body');
    expect(contractOf({ hasContract: true, assertions: 1 })).toBe('body, 1 assertion');
    expect(contractOf({ hasContract: false, assertions: 2 })).toBe('2 assertions');
    expect(contractOf({ hasContract: false, assertions: 0 })).toBe('status only');
  });

  test('have each time against the budget that it was judged by', () => {
    const cold = { verdict: 'pass' as const, latencyMs: 1_000, cold: true };
    const [run] = runs;
    if (run === undefined) throw new Error('The fixture has no run.');
    const route = { id: 'GET /x', budgetMs: 500, coldBudgetMs: 2_000 };
    const { points, latency } = historyOf(route, [
      { ...run, endpoints: { 'GET /x': cold } },
      { ...run, endpoints: { 'GET /x': { ...cold, cold: false } } },
    ]);
    expect(points.map(({ share }) => share)).toEqual([0.5, 2]);
    expect(latency).toMatchObject({ warm: { samples: 1, p50Ms: null }, cold: { samples: 1 } });
  });
});

describe('a request', () => {
  test('is told with its method, its headers and its body, also where it was not sent', () => {
    expect(requestText(row('/sessions'))).toBe(
      'POST /api/account/sessions\nx-request-from: driftboard\nauthorization: ***\n\n{\n  "user": "demo-user",\n  "password": "***"\n}',
    );
    expect(requestText(row('/summary'))).toMatch(/^GET http:\/\/.*days=7$/);
  });

  test('says of each try which it was and how far it came', () => {
    const trends = row('/trends');
    expect(trends.tries.map((_, index) => tryTitle(index, trends))).toEqual(['Try 1 of 2', 'Try 2 of 2']);
    expect(trends.tries.map((tried) => failedInWords(tried))).toEqual(['within the answer', null]);
    expect(tryTitle(0, row('first-of-the-day'))).toBe('The answer, the first since the process started');
  });
});

describe('the routes that nobody tests', () => {
  test('are those that the source has and the manifest has not, and the other way round', () => {
    const untested = untestedOf(latest.report);
    expect(untested?.undeclared.map(({ finding }) => finding.subject.name)).toEqual([
      'GET /api/analytics/exports/[id]',
      'DELETE /api/account/sessions',
    ]);
    expect(untested).toMatchObject({ unserved: [{}], not: null });
  });

  test('are not claimed to be none where nobody compared', () => {
    const checks = latest.report.checks.map((check) =>
      check.id === 'routes'
        ? { ...check, verdict: 'skipped' as const, reason: 'No --source is set.', findings: [] }
        : check,
    );
    expect(untestedOf({ ...latest.report, checks })?.not).toEqual({
      verdict: 'skipped',
      reason: 'No --source is set.',
    });
    expect(untestedOf({ ...latest.report, checks: [] })).toBeNull();
  });
});
