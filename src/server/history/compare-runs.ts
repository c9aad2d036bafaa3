import type { EndpointRow, RunRecord } from '../../shared/details';
import type { Finding } from '../../shared/finding';
import type { CheckReport } from '../../shared/report';
import type { FindingLine, RunComparison, RunHead } from '../../shared/run-history';

/**
 * What became of each finding from one run to another. What a run could not look for neither appears nor is resolved
 * by it: a red route of which nothing is known now is not mended.
 * @param from usually the older one; the other way round tells what would come back
 */
export function compareRuns(from: RunRecord, to: RunRecord): RunComparison {
  const before = foundIn(from);
  const after = foundIn(to);
  const result: RunComparison = {
    from: headOf(from),
    to: headOf(to),
    appeared: [],
    resolved: [],
    changed: [],
    stillThere: [],
    notMeasured: [],
    checks: checkChanges(from, to),
    routes: routeChanges(from, to),
  };
  for (const [key, old] of before) {
    const now = after.get(key);
    if (now === undefined) {
      const reason = blindFor(old, to);
      if (reason === null) result.resolved.push(lineOf(old.finding));
      else result.notMeasured.push({ ...lineOf(old.finding), in: to.number, reason });
    } else if (isSame(old.finding, now.finding)) result.stillThere.push(lineOf(now.finding));
    else result.changed.push({ before: lineOf(old.finding), after: lineOf(now.finding) });
  }
  for (const [key, now] of after) {
    if (before.has(key)) continue;
    const reason = blindFor(now, from);
    if (reason === null) result.appeared.push(lineOf(now.finding));
    else result.notMeasured.push({ ...lineOf(now.finding), in: from.number, reason });
  }
  return result;
}

type Found = { finding: Finding; check: CheckReport };

function foundIn({ report }: RunRecord): Map<string, Found> {
  return new Map(
    report.checks.flatMap((check) => check.findings.map((finding) => [finding.key, { finding, check }])),
  );
}

/** Why a run says nothing of a finding that it does not have; null where it looked and there was none. */
function blindFor({ finding, check }: Found, other: RunRecord): string | null {
  const same = other.report.checks.find(({ id }) => id === check.id);
  if (same === undefined) return `It had no check “${check.title}”.`;
  if (same.verdict === 'unknown' || same.verdict === 'skipped') {
    return same.reason ?? `Its check “${check.title}” compared nothing.`;
  }
  // What it left out beside its verdict, unless both left out the same.
  if (same.reason !== null && same.reason !== check.reason) return same.reason;
  if (finding.subject.kind !== 'endpoint') return null;
  const row = other.details.endpoints?.find(({ id }) => id === finding.subject.name);
  const notAsked = row?.verdict === 'unknown' || row?.verdict === 'skipped';
  return notAsked ? (row.reason ?? 'It did not ask this route.') : null;
}

function isSame(a: Finding, b: Finding): boolean {
  const said = a.severity === b.severity && a.message === b.message && a.observed === b.observed;
  return said && (a.waiver === undefined) === (b.waiver === undefined);
}

function checkChanges(from: RunRecord, to: RunRecord): RunComparison['checks'] {
  const [before, after] = [from, to].map(
    ({ report }) => new Map(report.checks.map((check) => [check.id, check])),
  );
  const ids = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...ids].flatMap((id) => {
    const [old, now] = [before?.get(id), after?.get(id)];
    if (old?.verdict === now?.verdict) return [];
    const title = now?.title ?? old?.title ?? id;
    return [{ id, title, before: old?.verdict ?? null, after: now?.verdict ?? null }];
  });
}

function routeChanges(from: RunRecord, to: RunRecord): RunComparison['routes'] {
  const [before, after] = [from, to].map(
    ({ details }) => new Map((details.endpoints ?? []).map((row) => [row.id, routeState(row)])),
  );
  const ids = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...ids].flatMap((id) => {
    const [old, now] = [before?.get(id) ?? null, after?.get(id) ?? null];
    return old?.verdict === now?.verdict && old?.status === now?.status
      ? []
      : [{ id, before: old, after: now }];
  });
}

function routeState({ verdict, tries }: EndpointRow) {
  return { verdict, status: tries.at(-1)?.status ?? null };
}

function headOf({ number, report }: RunRecord): RunHead {
  return { number, startedAt: report.startedAt, verdict: report.verdict };
}

function lineOf({ key, rule, severity, message, observed, waiver }: Finding): FindingLine {
  return { key, rule, severity, message, observed, ...(waiver === undefined ? {} : { waiver }) };
}
