import { expect, test } from 'vitest';
import { aFinding } from '../../checks/testing/client-builders';
import type { CheckReport, Report } from '../../shared/report';
import type { Waiver } from '../../shared/waivers';
import { trialRun } from '../store/contract';
import { acceptedOf } from '../waivers/judge';
import { withoutLapsed } from './lapse';
import { acceptedVerdict, checkVerdict, runVerdict } from './verdicts';
import { waive } from './waive';

const AT = '2026-03-01T12:00:00.000Z';
const [first, second] = [aFinding('table.missing', 'public.a'), aFinding('table.missing', 'public.b')];
const waiver = (id: string, finding: typeof first, endsAt: string): Waiver => ({
  id,
  pattern: finding.key,
  person: 'Ada',
  proven: false,
  reason: 'It goes on Sunday.',
  givenAt: '2026-02-01T00:00:00.000Z',
  endsAt,
  accepts: acceptedOf([finding]),
});
const waivers = [
  waiver('1', first, '2026-03-02T00:00:00.000Z'),
  waiver('2', second, '2026-04-01T00:00:00.000Z'),
];

/** A report of both findings, made at `AT` with some waivers; `unknown` is what its check could not compare. */
function reportWith(given: readonly Waiver[], unknown?: string): Report {
  const result = { compared: 2, findings: [first, second], ...(unknown === undefined ? {} : { unknown }) };
  const { report } = trialRun('2026-03-01T11:59:00.000Z', 'fail', ['a']);
  const check: CheckReport = {
    id: 'tables',
    group: 'schema',
    title: 'Tables',
    durationMs: 1,
    needs: [],
    compared: 2,
    findings: [first, second],
    ...checkVerdict(result),
  };
  const outcome = { how: 'ran' as const, accepted: acceptedVerdict(result), report: check };
  const waived = waive({ checks: [check], causes: [] }, [outcome], given, AT);
  const summary = { ...report.summary, waived: waived.count };
  return {
    ...report,
    checks: waived.checks,
    waivers: waived.waivers,
    summary,
    verdict: runVerdict(waived.checks),
  };
}

test('where every waiver still counts the report is the same one', () => {
  const report = reportWith(waivers);
  expect(report.verdict).toBe('warn');
  expect(withoutLapsed(report, () => null)).toBe(report);
});

test('what is waived no more weighs in full, and the rest stays waived', () => {
  const now = withoutLapsed(reportWith(waivers), ({ id }) =>
    id === '1' ? 'Its end date has passed.' : null,
  );
  expect(now).toMatchObject({ verdict: 'fail', summary: { waived: 1 } });
  expect(now.checks[0]?.verdict).toBe('fail');
  expect(now.checks[0]?.findings.map((finding) => finding.waiver?.id)).toEqual([undefined, '2']);
  expect(now.waivers).toMatchObject([
    { state: 'ended', keys: [], why: 'Its end date has passed.' },
    { state: 'counts', keys: [second.key], why: null },
  ]);
  expect(now.headline).toContain('accepted by Ada');
});

test('a report read so is the one that would have been made without the waiver, also where something is unknown', () => {
  for (const unknown of [undefined, 'A schema could not be read.']) {
    const lapsed = withoutLapsed(reportWith(waivers, unknown), () => 'It was ended.');
    const plain = reportWith([], unknown);
    expect(lapsed.verdict).toBe(plain.verdict);
    expect(lapsed.checks).toEqual(plain.checks);
    expect(lapsed.summary).toEqual(plain.summary);
  }
});
