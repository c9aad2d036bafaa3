import type { Finding } from '../../../shared/finding';
import type { CheckReport, Report } from '../../../shared/report';
import type { FindingWaiver } from '../../../shared/waivers';
import type { RunOutcome } from '../../engine/run';
import { trialRun } from '../../store/contract';

const CHECKS: readonly [string, CheckReport['group']][] = [
  ['tables', 'schema'],
  ['enums', 'schema'],
  ['migrations', 'migrations'],
  ['endpoints', 'endpoints'],
  ['delegates', 'client'],
  ['client-files', 'client'],
  ['client-freshness', 'client'],
  ['client-database', 'client'],
  ['processes', 'client'],
  ['client-types', 'client'],
  ['strategic-indexes', 'indexes'],
];

/** A run in which every gate passes, as far as it is not changed. */
export function releasable(
  startedAt: string,
  change: (report: Report) => void = () => undefined,
): RunOutcome {
  const outcome = trialRun(startedAt, 'pass', []);
  const [sample] = outcome.report.checks;
  if (sample === undefined) throw new Error('The trial has a check.');
  outcome.report.checks = CHECKS.map(([id, group]) => ({ ...sample, id, group, title: id, findings: [] }));
  outcome.report.fingerprints = {
    schema: 'sha256:schema',
    database: 'sha256:database',
    client: 'sha256:client',
    manifest: 'sha256:manifest',
    commit: 'abc123',
  };
  change(outcome.report);
  return outcome;
}

/** The check of that name. */
export function checkIn(report: Report, id: string): CheckReport {
  const check = report.checks.find((each) => each.id === id);
  if (check === undefined) throw new Error(`${id} is a check of the trial.`);
  return check;
}

/** Puts an error into a check, as a run finds it; with a waiver as one that a person has accepted. */
export function findIn(report: Report, id: string, waiver?: Omit<FindingWaiver, 'proven' | 'reason'>): void {
  const check = checkIn(report, id);
  const finding = trialFinding();
  const full = waiver && { ...waiver, proven: false, reason: 'It is built on Sunday.' };
  check.findings = [full === undefined ? finding : { ...finding, waiver: full }];
  check.verdict = full === undefined ? 'fail' : 'warn';
  if (full === undefined) return;
  report.waivers = [{ ...full, givenAt: report.startedAt, state: 'counts', keys: [finding.key], why: null }];
}

function trialFinding(): Finding {
  const [finding] = trialRun('2026-01-01T00:00:00.000Z', 'fail', ['a']).report.checks[0]?.findings ?? [];
  if (finding === undefined) throw new Error('The trial has a finding.');
  return finding;
}
