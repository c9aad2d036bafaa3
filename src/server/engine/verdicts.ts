import type { AnyCheck, CheckResult } from '../../checks/types';
import type { Settings } from '../../shared/config';
import { isBad } from '../../shared/finding-weight';
import type { Observation } from '../../shared/observation';
import type { CheckReport, Report } from '../../shared/report';
import { type SelectableGroup, type Verdict, worstVerdict } from '../../shared/verdict';

/** Groups that read the watched database: when one of them runs, the check of the server itself runs too. */
const DATABASE_GROUPS: readonly SelectableGroup[] = ['schema', 'migrations', 'client', 'indexes'];

export type Selection = { selected: true } | { selected: false; reason: string };

/**
 * Whether `--only` and `--skip` leave a check in.
 * @returns when not, the sentence that stands beside `skipped`
 */
export function selectCheck(
  check: Pick<AnyCheck, 'group' | 'id'>,
  settings: Pick<Settings, 'only' | 'skip'>,
): Selection {
  const wants = (group: SelectableGroup) =>
    !settings.skip.includes(group) && (settings.only.length === 0 || settings.only.includes(group));
  const { group } = check;
  if (group === 'environment') {
    return DATABASE_GROUPS.some(wants)
      ? { selected: true }
      : { selected: false, reason: 'No group that was asked for reads the database.' };
  }
  if (settings.skip.includes(group)) return { selected: false, reason: `Switched off by --skip ${group}.` };
  if (!wants(group)) return { selected: false, reason: `Left out by --only ${settings.only.join(',')}.` };
  if (settings.skip.some((name) => name === check.id)) {
    return { selected: false, reason: `Switched off by --skip ${check.id}.` };
  }
  return { selected: true };
}

/** What a check may conclude from the observations that it needs, before it has compared anything. */
export type Readiness =
  | { ready: true }
  | { ready: false; verdict: Extract<Verdict, 'unknown' | 'skipped'>; reason: string };

/**
 * A need that is not configured makes a check `skipped`, whatever became of its others; else a failed one makes it
 * `unknown`.
 */
export function readiness(needs: readonly Observation<unknown>[]): Readiness {
  const lacking = needs.flatMap((need) => (need.ok ? [] : [need]));
  if (lacking.length === 0) return { ready: true };
  const unset = lacking.filter((need) => need.notConfigured !== undefined);
  const told = unset.length > 0 ? unset : lacking;
  return {
    ready: false,
    verdict: unset.length > 0 ? 'skipped' : 'unknown',
    reason: [...new Set(told.map((need) => need.reason))].join(' '),
  };
}

/** A check's result, with what its report alone does not tell. */
export type Outcome = {
  report: CheckReport;
  /** `ran`: it compared, or saw that there is nothing to compare. `unset`: a setting lacks that it needs. */
  how: 'ran' | 'unset' | 'not-run';
  /** Of one that failed: what is left of it where all of its errors are waived. What it could not compare stays unknown. */
  accepted: Conclusion | null;
};

type Conclusion = Pick<CheckReport, 'verdict' | 'reason'>;

/** They compare declarations with code: who asks for a group by name asks for what it measures, which is none of theirs. */
const OF_CODE_ONLY = new Set(['routes']);

/**
 * Turns the checks of each group that was asked for by name and of which no check is configured from `skipped` into
 * `unknown`: what was asked for could not be checked. Where other checks of the group ran, the rest stays `skipped`.
 */
export function askedInVain(outcomes: readonly Outcome[], only: Settings['only']): CheckReport[] {
  const vain = only.filter((group) =>
    outcomes.every(
      ({ report, how }) => report.group !== group || how === 'unset' || OF_CODE_ONLY.has(report.id),
    ),
  );
  const reports = outcomes.map(
    ({ report }): CheckReport =>
      vain.some((group) => group === report.group) && !OF_CODE_ONLY.has(report.id)
        ? { ...report, verdict: 'unknown' }
        : report,
  );
  const empty = vain.filter((group) => !reports.some((report) => report.group === group));
  return [...reports, ...empty.map(groupWithoutChecks)];
}

/** A group that was asked for and that no check serves must not be passed over in silence. */
function groupWithoutChecks(group: SelectableGroup): CheckReport {
  return {
    id: group,
    group,
    title: `Group ${group}`,
    verdict: 'unknown',
    compared: 0,
    durationMs: 0,
    reason: `No check of the group ${group} exists yet, so nothing of it was checked: leave it out of --only.`,
    findings: [],
    needs: [],
  };
}

/**
 * The verdict of a check that ran. Nothing compared is `unknown`, but for an error that was found all the same; then
 * the reason still tells what was not compared.
 */
export function checkVerdict(result: CheckResult): Conclusion {
  const severities = new Set(result.findings.map((finding) => finding.severity));
  if (severities.has('error')) return { verdict: 'fail', reason: result.unknown ?? result.leftOut ?? null };
  if (result.unknown !== undefined) return { verdict: 'unknown', reason: result.unknown };
  if (result.compared === 0 && severities.size === 0) {
    return result.nothingToCompare === undefined
      ? {
          verdict: 'unknown',
          reason: 'Nothing was compared: neither side had anything to hold against the other.',
        }
      : { verdict: 'skipped', reason: result.nothingToCompare };
  }
  return { verdict: severities.has('warning') ? 'warn' : 'pass', reason: result.leftOut ?? null };
}

/** What is left of a check's result where all of its errors are waived. */
export function acceptedVerdict(result: CheckResult): Conclusion {
  const findings = result.findings.map((finding) =>
    finding.severity === 'error' ? { ...finding, severity: 'warning' as const } : finding,
  );
  return checkVerdict({ ...result, findings });
}

/** The verdict of a whole run. A run in which every check was skipped measured nothing, so it is `unknown`. */
export function runVerdict(checks: readonly Pick<CheckReport, 'verdict'>[]): Verdict {
  const worst = worstVerdict(checks.map((check) => check.verdict));
  return worst === 'skipped' ? 'unknown' : worst;
}

/** The exit code of the contract: 1 for a finding at or above `failOn` that nobody has accepted, else 2 where something is unknown, else 0. */
export function exitCode(report: Pick<Report, 'checks' | 'verdict'>, failOn: Settings['failOn']): 0 | 1 | 2 {
  const bad = report.checks.some((check) => check.findings.some((finding) => isBad(finding, failOn)));
  if (bad) return 1;
  return report.verdict === 'unknown' || report.checks.some((check) => check.verdict === 'unknown') ? 2 : 0;
}
