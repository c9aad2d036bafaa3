import type { CheckReport, Report } from '../../shared/report';

/** For each finding key, when it was first seen without a break, and by which check. */
export type SinceMap = ReadonlyMap<string, { since: string; checkId: string }>;

/**
 * Carries the history of findings one run further.
 * @param before what was known after the run before this one
 * @returns the map after this run: keys seen now, and keys whose check could not look this time
 */
export function advanceSince(before: SinceMap, report: Report): SinceMap {
  const after = new Map<string, { since: string; checkId: string }>();
  const blind = new Set(report.checks.filter(didNotLook).map((check) => check.id));
  for (const [key, entry] of before) {
    if (blind.has(entry.checkId)) after.set(key, entry);
  }
  for (const check of report.checks) {
    for (const { key } of check.findings) {
      after.set(key, { since: before.get(key)?.since ?? report.startedAt, checkId: check.id });
    }
  }
  return after;
}

/** The same report with `since` written into each finding. */
export function withSince(report: Report, since: SinceMap): Report {
  return {
    ...report,
    checks: report.checks.map((check) => ({
      ...check,
      findings: check.findings.map((finding) => ({
        ...finding,
        since: since.get(finding.key)?.since ?? report.startedAt,
      })),
    })),
  };
}

function didNotLook(check: CheckReport): boolean {
  return check.verdict === 'skipped' || (check.verdict === 'unknown' && check.findings.length === 0);
}
