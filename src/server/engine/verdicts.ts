import type { AnyCheck, CheckResult } from '../../checks/types';
import type { Settings } from '../../shared/config';
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
  check: Pick<AnyCheck, 'group'>,
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
  return { selected: true };
}

/** What a check may conclude from the observations that it needs, before it has compared anything. */
export type Readiness =
  | { ready: true }
  | { ready: false; verdict: Extract<Verdict, 'unknown' | 'skipped'>; reason: string };

/**
 * A failed need makes a check `unknown`; one that is not configured makes it `skipped`, unless its group was asked for
 * by name: what was asked for and could not be checked is `unknown`.
 */
export function readiness(
  needs: readonly Observation<unknown>[],
  group: CheckReport['group'],
  only: readonly string[],
): Readiness {
  const reasons = [...new Set(needs.flatMap((need) => (need.ok ? [] : [need.reason])))];
  if (reasons.length === 0) return { ready: true };
  const failures = needs.flatMap((need) =>
    !need.ok && need.notConfigured === undefined ? [need.reason] : [],
  );
  const unknown = failures.length > 0 || only.includes(group);
  return {
    ready: false,
    verdict: unknown ? 'unknown' : 'skipped',
    reason: [...new Set(failures.length > 0 ? failures : reasons)].join(' '),
  };
}

/** The verdict of a check that ran. Nothing compared is `unknown`, whatever the findings. */
export function checkVerdict(result: CheckResult): { verdict: Verdict; reason: string | null } {
  const severities = new Set(result.findings.map((finding) => finding.severity));
  if (severities.has('error')) return { verdict: 'fail', reason: null };
  if (result.unknown !== undefined) return { verdict: 'unknown', reason: result.unknown };
  if (result.compared === 0 && severities.size === 0) {
    return result.nothingToCompare === undefined
      ? {
          verdict: 'unknown',
          reason: 'Nothing was compared: neither side had anything to hold against the other.',
        }
      : { verdict: 'skipped', reason: result.nothingToCompare };
  }
  return { verdict: severities.has('warning') ? 'warn' : 'pass', reason: null };
}

/** The verdict of a whole run. A run in which every check was skipped measured nothing, so it is `unknown`. */
export function runVerdict(checks: readonly Pick<CheckReport, 'verdict'>[]): Verdict {
  const worst = worstVerdict(checks.map((check) => check.verdict));
  return worst === 'skipped' ? 'unknown' : worst;
}

/** The exit code of the contract: 1 for a finding at or above `failOn`, else 2 where something is unknown, else 0. */
export function exitCode(report: Pick<Report, 'checks' | 'verdict'>, failOn: Settings['failOn']): 0 | 1 | 2 {
  const bad = report.checks.some((check) =>
    check.findings.some(
      (finding) => finding.severity === 'error' || (failOn === 'warning' && finding.severity === 'warning'),
    ),
  );
  if (bad) return 1;
  return report.verdict === 'unknown' || report.checks.some((check) => check.verdict === 'unknown') ? 2 : 0;
}
