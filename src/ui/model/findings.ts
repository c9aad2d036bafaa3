import type { EndpointRow } from '@/shared/details';
import type { Finding } from '@/shared/finding';
import { weightOf } from '@/shared/finding-weight';
import type { Cause, CheckReport, Report } from '@/shared/report';
import type { Severity, Verdict } from '@/shared/verdict';

export type Found = { finding: Finding; check: CheckReport };

const LOOK: Record<Severity, Verdict> = { error: 'fail', warning: 'warn', info: 'skipped' };

/** How a finding looks: an error is a failure, a warning or a waived error a warning, an information neither. */
export function lookOf(finding: Pick<Finding, 'severity' | 'waiver'>): Verdict {
  return LOOK[weightOf(finding)];
}

/** Every finding of a report by its key, with the check that made it. */
export function findingsByKey(report: Report): Map<string, Found> {
  return new Map(
    report.checks.flatMap((check) => check.findings.map((finding) => [finding.key, { finding, check }])),
  );
}

/** Those of some keys that the report has, in the order of the keys. */
export function pick(byKey: ReadonlyMap<string, Found>, keys: readonly string[]): Found[] {
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

export type CauseRow = { cause: Cause; roots: Found[]; symptoms: Found[]; verdict: Verdict };
export type ReasonRow = { reason: string; checks: CheckReport[] };
export type Board = {
  causes: CauseRow[];
  /** Findings that belong to no cause, by their weight. */
  errors: Found[];
  warnings: Found[];
  infos: Found[];
  /** Checks that could not be made; those with one reason together. */
  unknown: ReasonRow[];
  skipped: ReasonRow[];
  passed: CheckReport[];
};

/** Sorts a report into what the overview shows, from top to bottom. Each finding and each check stands in it once. */
export function boardOf(report: Report): Board {
  const byKey = findingsByKey(report);
  const causes = report.causes.map((cause): CauseRow => {
    const roots = pick(byKey, cause.rootKeys);
    const symptoms = pick(byKey, cause.symptomKeys);
    const errors = [...roots, ...symptoms].some(({ finding }) => weightOf(finding) === 'error');
    return { cause, roots, symptoms, verdict: errors ? 'fail' : 'warn' };
  });
  const told = new Set(report.causes.flatMap((cause) => [...cause.rootKeys, ...cause.symptomKeys]));
  const rest = [...byKey.values()].filter(({ finding }) => !told.has(finding.key));
  const withVerdict = (verdict: Verdict) => report.checks.filter((check) => check.verdict === verdict);
  return {
    causes: causes.sort((a, b) => Number(a.verdict === 'warn') - Number(b.verdict === 'warn')),
    errors: rest.filter(({ finding }) => weightOf(finding) === 'error'),
    warnings: rest.filter(({ finding }) => weightOf(finding) === 'warning'),
    infos: rest.filter(({ finding }) => weightOf(finding) === 'info'),
    unknown: byReason(withVerdict('unknown')),
    skipped: byReason(withVerdict('skipped')),
    passed: withVerdict('pass'),
  };
}

/** Checks with one reason and one verdict together. */
export function byReason(checks: readonly CheckReport[]): ReasonRow[] {
  const rows = new Map<string, CheckReport[]>();
  for (const check of checks) {
    const reason = check.reason ?? 'It gave no reason.';
    rows.set(reason, [...(rows.get(reason) ?? []), check]);
  }
  return [...rows].map(([reason, some]) => ({ reason, checks: some }));
}

/** Why a part of the details was not measured: the reasons of the checks of these groups that are unknown or skipped. */
export function reasonsFor(report: Report, groups: readonly CheckReport['group'][]): string[] {
  const checks = report.checks.filter((check) => groups.includes(check.group) && check.reason !== null);
  return [...new Set(checks.flatMap((check) => check.reason ?? []))];
}

/** What the graph of causes is made of. */
export function graphInput(report: Report, endpoints: readonly EndpointRow[] | null) {
  return {
    causes: report.causes,
    findings: report.checks.flatMap((check) => check.findings),
    endpoints,
  };
}
