import { describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/config';
import type { Finding } from '../../shared/finding';
import type { Severity, Verdict } from '../../shared/verdict';
import {
  askedInVain,
  checkVerdict,
  exitCode,
  type Outcome,
  readiness,
  runVerdict,
  selectCheck,
} from './verdicts';

const finding = (severity: Severity): Finding => ({
  key: `table.missing:${severity}`,
  rule: 'table.missing',
  severity,
  impact: 'read',
  subject: { kind: 'table', name: 't' },
  message: 'm',
  expected: 'a',
  observed: 'b',
  remedy: { kind: 'note', text: 'n' },
  causedBy: [],
  affects: [],
});
const ok = { ok: true as const, value: 1, evidence: [] };
const failure = { ok: false as const, reason: 'It did not answer.', evidence: [] };
const unset = {
  ok: false as const,
  reason: 'No --client is set.',
  evidence: [],
  notConfigured: 'No --client is set.',
};

describe('which checks run', () => {
  const settings = { only: [], skip: [] };
  test('all of them without --only and --skip', () => {
    expect(selectCheck({ id: 'any', group: 'client' }, settings)).toEqual({ selected: true });
  });
  test('--only leaves the others out and says so', () => {
    expect(selectCheck({ id: 'any', group: 'client' }, { ...settings, only: ['schema'] })).toMatchObject({
      selected: false,
    });
    expect(selectCheck({ id: 'any', group: 'schema' }, { ...settings, only: ['schema'] })).toEqual({
      selected: true,
    });
  });
  test('--skip wins over --only', () => {
    expect(selectCheck({ id: 'any', group: 'schema' }, { only: ['schema'], skip: ['schema'] })).toMatchObject(
      {
        selected: false,
      },
    );
  });
  test('--skip leaves out one check of a group by its name', () => {
    const without: Pick<Settings, 'only' | 'skip'> = { ...settings, skip: ['processes'] };
    expect(selectCheck({ id: 'processes', group: 'client' }, without)).toEqual({
      selected: false,
      reason: 'Switched off by --skip processes.',
    });
    expect(selectCheck({ id: 'delegates', group: 'client' }, without)).toEqual({ selected: true });
  });
  test('the server is checked when a group reads the database, and not for endpoints alone', () => {
    expect(selectCheck({ id: 'any', group: 'environment' }, { ...settings, only: ['indexes'] })).toEqual({
      selected: true,
    });
    expect(
      selectCheck({ id: 'any', group: 'environment' }, { ...settings, only: ['endpoints'] }),
    ).toMatchObject({
      selected: false,
    });
  });
});

describe('whether a check can run', () => {
  test('it can when all that it needs was observed', () => {
    expect(readiness([ok, ok])).toEqual({ ready: true });
  });
  test('a failed observation makes it unknown', () => {
    expect(readiness([ok, failure])).toMatchObject({
      verdict: 'unknown',
      reason: failure.reason,
    });
  });
  test('what is not configured makes it skipped', () => {
    expect(readiness([unset])).toMatchObject({ verdict: 'skipped', reason: unset.reason });
  });
  test('one that is not configured is skipped, even where another need failed', () => {
    expect(readiness([unset, failure])).toMatchObject({ verdict: 'skipped', reason: unset.reason });
  });
});

describe('a group that was asked for by name', () => {
  const outcome = (group: 'client' | 'endpoints', how: Outcome['how'], verdict: Verdict): Outcome => ({
    how,
    accepted: null,
    report: {
      id: `${group}-${how}`,
      group,
      title: 'C',
      verdict,
      compared: 0,
      durationMs: 0,
      reason: 'r',
      findings: [],
      needs: [],
    },
  });
  const verdicts = (outcomes: Outcome[], only: ('client' | 'endpoints')[]) =>
    askedInVain(outcomes, only).map((report) => report.verdict);

  test('is unknown when none of its checks is configured', () => {
    expect(verdicts([outcome('endpoints', 'unset', 'skipped')], ['endpoints'])).toEqual(['unknown']);
    expect(verdicts([outcome('endpoints', 'unset', 'skipped')], [])).toEqual(['skipped']);
  });
  test('keeps what is not configured skipped beside a check that ran', () => {
    const client = [outcome('client', 'ran', 'pass'), outcome('client', 'unset', 'skipped')];
    expect(verdicts(client, ['client'])).toEqual(['pass', 'skipped']);
    expect(verdicts([...client, outcome('endpoints', 'unset', 'skipped')], ['client', 'endpoints'])).toEqual([
      'pass',
      'skipped',
      'unknown',
    ]);
  });
  test('leaves other groups alone', () => {
    expect(verdicts([outcome('client', 'unset', 'skipped')], ['endpoints'])).toEqual(['skipped', 'unknown']);
  });
});

describe('the verdict of a check', () => {
  test('nothing compared is unknown, not pass', () => {
    expect(checkVerdict({ compared: 0, findings: [] }).verdict).toBe('unknown');
  });
  test('nothing to compare on either side is skipped with its reason', () => {
    const result = { compared: 0, findings: [], nothingToCompare: 'Neither side has an enum.' };
    expect(checkVerdict(result)).toEqual({ verdict: 'skipped', reason: 'Neither side has an enum.' });
  });
  test.each<[Severity[], Verdict]>([
    [[], 'pass'],
    [['info'], 'pass'],
    [['warning', 'info'], 'warn'],
    [['warning', 'error'], 'fail'],
  ])('findings of %j make %s', (severities, verdict) => {
    expect(checkVerdict({ compared: 3, findings: severities.map(finding) }).verdict).toBe(verdict);
  });
  test('what somebody chose to leave out is said beside the verdict of the rest', () => {
    const result = { compared: 3, findings: [], leftOut: '1 endpoint was not asked.' };
    expect(checkVerdict(result)).toEqual({ verdict: 'pass', reason: '1 endpoint was not asked.' });
    expect(checkVerdict({ ...result, findings: [finding('error')] })).toMatchObject({
      verdict: 'fail',
      reason: '1 endpoint was not asked.',
    });
  });
  test('an error found is a failure even where the rest could not be compared', () => {
    expect(checkVerdict({ compared: 0, findings: [finding('error')], unknown: 'x' })).toEqual({
      verdict: 'fail',
      reason: 'x',
    });
    expect(checkVerdict({ compared: 0, findings: [finding('warning')], unknown: 'x' }).verdict).toBe(
      'unknown',
    );
  });
});

describe('the verdict of a run and its exit code', () => {
  const check = (verdict: Verdict, ...severities: Severity[]) => ({
    id: 'c',
    group: 'schema' as const,
    title: 'C',
    verdict,
    compared: 1,
    durationMs: 0,
    reason: null,
    findings: severities.map(finding),
    needs: [],
  });
  test('a run without any check, or with skipped ones only, measured nothing', () => {
    expect(runVerdict([])).toBe('unknown');
    expect(runVerdict([check('skipped')])).toBe('unknown');
    expect(exitCode({ verdict: 'unknown', checks: [check('skipped')] }, 'error')).toBe(2);
  });
  test.each<[Verdict[], Verdict]>([
    [['pass', 'skipped'], 'pass'],
    [['pass', 'unknown'], 'unknown'],
    [['warn', 'unknown'], 'unknown'],
    [['fail', 'unknown'], 'fail'],
    [['pass', 'warn'], 'warn'],
  ])('%j make %s', (verdicts, expected) => {
    expect(runVerdict(verdicts.map((verdict) => check(verdict)))).toBe(expected);
  });
  test('0 for a pass, 1 for a finding, 2 for an unknown; a finding weighs more', () => {
    expect(exitCode({ verdict: 'pass', checks: [check('pass')] }, 'error')).toBe(0);
    expect(exitCode({ verdict: 'unknown', checks: [check('unknown')] }, 'error')).toBe(2);
    expect(exitCode({ verdict: 'fail', checks: [check('fail', 'error'), check('unknown')] }, 'error')).toBe(
      1,
    );
  });
  test('a warning is 1 only with --fail-on warning', () => {
    expect(exitCode({ verdict: 'warn', checks: [check('warn', 'warning')] }, 'error')).toBe(0);
    expect(exitCode({ verdict: 'warn', checks: [check('warn', 'warning')] }, 'warning')).toBe(1);
  });
});

test('a group that was asked for and that no check serves is unknown beside those that ran', () => {
  const report = {
    id: 'tables',
    group: 'schema' as const,
    title: 'Tables',
    verdict: 'pass' as const,
    compared: 3,
    durationMs: 0,
    reason: null,
    findings: [],
    needs: [],
  };
  const checks = askedInVain([{ report, how: 'ran', accepted: null }], ['schema', 'cache']);
  expect(checks.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['tables', 'pass'],
    ['cache', 'unknown'],
  ]);
  expect(exitCode({ verdict: runVerdict(checks), checks }, 'error')).toBe(2);
  expect(askedInVain([{ report, how: 'ran', accepted: null }], ['schema'])).toEqual([report]);
});
