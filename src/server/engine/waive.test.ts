import { describe, expect, test } from 'vitest';
import { aFinding } from '../../checks/testing/client-builders';
import type { CheckResult } from '../../checks/types';
import type { Finding } from '../../shared/finding';
import type { Cause } from '../../shared/report';
import type { Waiver } from '../../shared/waivers';
import { acceptedOf } from '../waivers/judge';
import { acceptedVerdict, checkVerdict, exitCode, type Outcome, runVerdict } from './verdicts';
import { waive } from './waive';

const AT = '2026-03-01T12:00:00.000Z';
const [error, other] = [aFinding('table.missing', 'public.a'), aFinding('table.missing', 'public.b')];
const warning = aFinding('index.unused', 'public.c', { severity: 'warning' });

const waiverOf = (finding: Finding): Waiver => ({
  id: null,
  pattern: finding.key,
  person: 'Ada',
  proven: false,
  reason: 'It goes on Sunday.',
  givenAt: '2026-02-01T00:00:00.000Z',
  endsAt: '2026-04-01T00:00:00.000Z',
  accepts: acceptedOf([finding]),
});

function outcomeOf(result: CheckResult): Outcome {
  return {
    how: 'ran',
    accepted: acceptedVerdict(result),
    report: {
      id: 'tables',
      group: 'schema',
      title: 'Tables',
      compared: result.compared,
      durationMs: 1,
      findings: result.findings,
      needs: [],
      ...checkVerdict(result),
    },
  };
}

function verdictOf(result: CheckResult, waivers: readonly Waiver[]) {
  const outcome = outcomeOf(result);
  const { checks, count } = waive({ checks: [outcome.report], causes: [] }, [outcome], waivers, AT);
  const report = { checks, verdict: runVerdict(checks) };
  return {
    verdict: report.verdict,
    waived: count,
    findings: checks.flatMap(({ findings }) => findings.length),
    exits: [exitCode(report, 'error'), exitCode(report, 'warning')],
  };
}

describe('a run with waivers', () => {
  test('is red without them', () => {
    expect(verdictOf({ compared: 2, findings: [error] }, [])).toEqual({
      verdict: 'fail',
      waived: 0,
      findings: [1],
      exits: [1, 1],
    });
  });
  test('is amber and not green where every error is waived, and nothing of it is hidden', () => {
    expect(verdictOf({ compared: 2, findings: [error] }, [waiverOf(error)])).toEqual({
      verdict: 'warn',
      waived: 1,
      findings: [1],
      exits: [0, 0],
    });
  });
  test('is red where one error of several is not waived', () => {
    expect(verdictOf({ compared: 2, findings: [error, other] }, [waiverOf(error)])).toMatchObject({
      verdict: 'fail',
      exits: [1, 1],
    });
  });
  test('is unknown where a check with a waived error could not compare the rest', () => {
    const blind = { compared: 1, findings: [error], unknown: 'Half of it may not be read.' };
    expect(verdictOf(blind, [waiverOf(error)])).toMatchObject({ verdict: 'unknown', exits: [2, 2] });
  });
  test('stays amber with a waived warning, which fails nothing', () => {
    expect(verdictOf({ compared: 2, findings: [warning] }, [])).toMatchObject({ exits: [0, 1] });
    expect(verdictOf({ compared: 2, findings: [warning] }, [waiverOf(warning)])).toMatchObject({
      verdict: 'warn',
      exits: [0, 0],
    });
  });
});

test('what nobody has accepted is told first', () => {
  const causeOf = ({ key }: Finding): Cause => ({
    key,
    rootKeys: [key],
    title: key,
    sentence: '',
    symptomKeys: [],
    endpoints: [],
    models: [],
    usedBy: [],
    links: [],
  });
  const outcome = outcomeOf({ compared: 2, findings: [error, other] });
  const found = { checks: [outcome.report], causes: [causeOf(error), causeOf(other)] };
  const { causes } = waive(found, [outcome], [waiverOf(error)], AT);
  expect(causes.map(({ key }) => key)).toEqual([other.key, error.key]);
});
