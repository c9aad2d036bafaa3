import { describe, expect, it } from 'vitest';
import { NO_COVERAGE } from '../shared/coverage';
import type { Cause, CheckReport, ReportSummary } from '../shared/report';
import type { CheckGroup, Verdict } from '../shared/verdict';
import { headline } from './headline';
import { aFinding } from './testing/client-builders';

const nothing: ReportSummary = {
  tables: null,
  enums: null,
  models: null,
  endpoints: null,
  indexes: null,
  coverage: NO_COVERAGE,
  waived: 0,
};
const all: ReportSummary = {
  tables: { expected: 67, observed: 67, missing: [], unexpected: [] },
  enums: { expected: 51, observed: 51, missing: [], unexpected: [] },
  models: { expected: 66, usable: 66, failing: [] },
  endpoints: { declared: 15, passing: 15, failing: [] },
  indexes: {
    expected: 90,
    observed: 90,
    missing: [],
    coverage: 1,
    strategic: { expected: 27, observed: 27 },
  },
  coverage: NO_COVERAGE,
  waived: 0,
};
const check = (group: CheckGroup, verdict: Verdict, over: Partial<CheckReport> = {}): CheckReport => ({
  id: group,
  group,
  title: `The ${group}`,
  verdict,
  compared: verdict === 'pass' ? 3 : 0,
  durationMs: 1,
  reason: null,
  findings: [],
  needs: [],
  ...over,
});
const cause = (sentence: string): Cause => ({
  key: sentence,
  rootKeys: [sentence],
  title: sentence,
  sentence,
  symptomKeys: [],
  endpoints: [],
  models: [],
  usedBy: [],
  links: [],
});
const unset = check('endpoints', 'skipped', { reason: 'No --base-url is set: …' });

describe('headline', () => {
  it('counts what was measured where all agrees', () => {
    expect(headline({ verdict: 'pass', causes: [], checks: [check('schema', 'pass')], summary: all })).toBe(
      'Everything that was measured agrees: 67 tables, 51 enums, 66 models, 15 endpoints, 27 strategic indexes.',
    );
  });

  it('names neither figures that were not measured nor groups that did not run', () => {
    const summary = { ...nothing, tables: all.tables };
    const off = check('cache', 'skipped', { reason: 'Switched off by --skip cache.' });
    expect(
      headline({ verdict: 'pass', causes: [], checks: [check('schema', 'pass'), unset, off], summary }),
    ).toBe('Everything that was measured agrees: 67 tables. Not configured: endpoints. Switched off: cache.');
    expect(
      headline({ verdict: 'pass', causes: [], checks: [check('migrations', 'pass')], summary: nothing }),
    ).toBe('Everything that was measured agrees: 1 check passed.');
  });

  it('gives the worst cause, how many more there are, and what could not be measured', () => {
    const failing = check('client', 'fail');
    const causes = [cause('15 routes fail because the client is old.'), cause('b'), cause('c')];
    expect(headline({ verdict: 'fail', causes: causes.slice(0, 1), checks: [failing], summary: all })).toBe(
      '15 routes fail because the client is old.',
    );
    const unknown = check('indexes', 'unknown', { reason: 'x' });
    expect(headline({ verdict: 'fail', causes, checks: [failing, unknown], summary: all })).toBe(
      '15 routes fail because the client is old. 2 other causes stand below. Not measured: The indexes.',
    );
    expect(headline({ verdict: 'fail', causes: [], checks: [failing], summary: all })).toBe(
      'The client did not agree.',
    );
  });

  it('says of warnings that nothing fails', () => {
    const warned = check('indexes', 'warn', {
      findings: [aFinding('index.invalid', 'x', { severity: 'warning' })],
    });
    expect(
      headline({ verdict: 'warn', causes: [cause('An index is invalid.')], checks: [warned], summary: all }),
    ).toBe('Nothing that was measured fails, but there is 1 warning: An index is invalid.');
  });

  it('says what could not be measured and why, the widest reason first', () => {
    const down = 'The database at db:5432 does not answer: start it.';
    const checks = [
      check('migrations', 'unknown', { reason: 'Other.' }),
      check('schema', 'unknown', { reason: down }),
      check('indexes', 'unknown', { reason: down }),
      unset,
    ];
    expect(headline({ verdict: 'unknown', causes: [], checks, summary: nothing })).toBe(
      'Not everything could be measured. The schema, The indexes: The database at db:5432 does not answer: start it. 1 other reason below. Not configured: endpoints.',
    );
    const partly = headline({
      verdict: 'unknown',
      causes: [],
      checks: [check('schema', 'pass'), check('indexes', 'unknown')],
      summary: { ...nothing, tables: all.tables },
    });
    expect(partly).toContain('What was measured agrees: 67 tables.');
    expect(partly).toContain('No reason is known.');
  });

  it('never sounds green where nothing ran', () => {
    for (const verdict of ['unknown', 'skipped'] as const) {
      const text = headline({ verdict, causes: [], checks: [unset], summary: nothing });
      expect(text).toMatch(/^Nothing was measured/);
      expect(text).not.toContain('agrees');
    }
  });
});
