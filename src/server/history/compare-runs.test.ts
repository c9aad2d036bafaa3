import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../shared/details';
import type { Finding } from '../../shared/finding';
import type { CheckReport } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';
import { fixtureState } from '../../ui/fixtures';
import { compareRuns } from './compare-runs';

const base = fixtureState('green').latest;

function finding(key: string, change: Partial<Finding> = {}): Finding {
  return {
    key,
    rule: 'table.missing',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'table', name: key },
    message: `${key} is missing.`,
    expected: key,
    observed: 'no table',
    remedy: { kind: 'note', text: 'Create it.' },
    causedBy: [],
    affects: [],
    ...change,
  };
}

function check(
  id: string,
  verdict: Verdict,
  findings: Finding[] = [],
  reason: string | null = null,
): CheckReport {
  return { id, group: 'schema', title: id, verdict, compared: 1, durationMs: 1, reason, findings, needs: [] };
}

function run(number: number, ...checks: CheckReport[]): RunRecord {
  if (base === null) throw new Error('The fixture has a run.');
  return { ...base, number, report: { ...base.report, checks } };
}

const keys = (lines: readonly { key: string }[]) => lines.map(({ key }) => key);

describe('two runs compared', () => {
  test('what came, what went, what is other and what is still there', () => {
    const compared = compareRuns(
      run(1, check('tables', 'fail', [finding('a'), finding('b'), finding('c')])),
      run(2, check('tables', 'fail', [finding('b', { severity: 'warning' }), finding('c'), finding('d')])),
    );
    expect(keys(compared.appeared)).toEqual(['d']);
    expect(keys(compared.resolved)).toEqual(['a']);
    expect(compared.changed.map(({ before, after }) => [before.severity, after.severity])).toEqual([
      ['error', 'warning'],
    ]);
    expect(keys(compared.stillThere)).toEqual(['c']);
    expect(compared.notMeasured).toEqual([]);
    expect(compared.checks).toEqual([]);
  });

  test('a run that could not look resolves nothing, and says why', () => {
    const reason = 'The database refuses the connection.';
    const compared = compareRuns(
      run(1, check('tables', 'fail', [finding('a')])),
      run(2, check('tables', 'unknown', [], reason)),
    );
    expect(compared.resolved).toEqual([]);
    expect(compared.notMeasured).toMatchObject([{ key: 'a', in: 2, reason }]);
    expect(compared.checks).toEqual([{ id: 'tables', title: 'tables', before: 'fail', after: 'unknown' }]);
  });

  test('after one that could not look nothing is new', () => {
    const compared = compareRuns(
      run(1, check('tables', 'skipped', [], 'Switched off by --skip schema.')),
      run(2, check('tables', 'fail', [finding('a')])),
    );
    expect(compared.appeared).toEqual([]);
    expect(compared.notMeasured).toMatchObject([
      { key: 'a', in: 1, reason: 'Switched off by --skip schema.' },
    ]);
  });

  test('what a check left out beside its verdict is not resolved either, unless both left it out', () => {
    const left = 'b was left out.';
    const [whole, part] = [
      check('tables', 'fail', [finding('a'), finding('b')]),
      check('tables', 'fail', [finding('a')], left),
    ];
    expect(keys(compareRuns(run(1, whole), run(2, part)).notMeasured)).toEqual(['b']);
    const before = check('tables', 'fail', [finding('a'), finding('c')], left);
    expect(keys(compareRuns(run(1, before), run(2, part)).resolved)).toEqual(['c']);
  });

  test('a route that was not asked is not mended', () => {
    const ill = fixtureState('stale-client').latest;
    if (ill === null || ill.details.endpoints === null) throw new Error('The fixture has routes.');
    const later: RunRecord = {
      ...ill,
      number: ill.number + 1,
      report: {
        ...ill.report,
        checks: ill.report.checks.map((each) =>
          each.id === 'endpoints' ? { ...each, verdict: 'pass', findings: [] } : each,
        ),
      },
      details: {
        ...ill.details,
        endpoints: ill.details.endpoints.map((row) => ({
          ...row,
          verdict: 'unknown',
          reason: 'Not asked.',
          tries: [],
        })),
      },
    };
    const compared = compareRuns(ill, later);
    expect(compared.resolved).toEqual([]);
    expect(new Set(compared.notMeasured.map(({ reason }) => reason))).toEqual(new Set(['Not asked.']));
    expect(compared.routes.length).toBe(ill.details.endpoints.length);
  });
});

const KEYS = ['a', 'b', 'c', 'd'];
const someRun = fc.record({
  looked: fc.boolean(),
  found: fc.subarray(KEYS),
  severe: fc.subarray(KEYS),
});

test('each finding of two runs stands in one place, as a simple model says', () => {
  fc.assert(
    fc.property(someRun, someRun, (one, two) => {
      const runOf = (number: number, { looked, found, severe }: typeof one) =>
        run(
          number,
          looked
            ? check(
                'tables',
                'fail',
                found.map((key) => finding(key, { severity: severe.includes(key) ? 'error' : 'warning' })),
              )
            : check('tables', 'unknown', [], 'It could not look.'),
        );
      const compared = compareRuns(runOf(1, one), runOf(2, two));
      const place = (key: string) => {
        const [a, b] = [one.looked && one.found.includes(key), two.looked && two.found.includes(key)];
        if (a && b) return one.severe.includes(key) === two.severe.includes(key) ? 'stillThere' : 'changed';
        if (!a && !b) return null;
        if (!(one.looked && two.looked)) return 'notMeasured';
        return a ? 'resolved' : 'appeared';
      };
      for (const key of KEYS) {
        const places = Object.entries({
          appeared: keys(compared.appeared),
          resolved: keys(compared.resolved),
          changed: compared.changed.map(({ after }) => after.key),
          stillThere: keys(compared.stillThere),
          notMeasured: keys(compared.notMeasured),
        }).flatMap(([name, list]) => (list.includes(key) ? [name] : []));
        const expected = place(key);
        expect(places).toEqual(expected === null ? [] : [expected]);
      }
      // The other way round, what appeared is what would be resolved.
      const back = compareRuns(runOf(2, two), runOf(1, one));
      expect(keys(back.resolved).sort()).toEqual(keys(compared.appeared).sort());
    }),
    { numRuns: 300 },
  );
});
