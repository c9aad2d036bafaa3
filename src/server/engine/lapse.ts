import { headline } from '../../checks/headline';
import type { Finding } from '../../shared/finding';
import { weightOf } from '../../shared/finding-weight';
import type { Report } from '../../shared/report';
import type { FindingWaiver } from '../../shared/waivers';
import { runVerdict } from './verdicts';
import { waivedLast } from './waive';

/** Why a waiver that counted in a run counts no more, as a sentence; null where it still does. */
export type WhyGone = (waiver: Pick<FindingWaiver, 'id' | 'endsAt'>) => string | null;

/**
 * A report as it has to be read now: what was waived when it was made, and is not any more, weighs in full. It never
 * becomes better by it.
 * @returns the same report where every waiver of it still counts
 */
export function withoutLapsed(report: Report, whyGone: WhyGone): Report {
  const isGone = (finding: Finding) => finding.waiver !== undefined && whyGone(finding.waiver) !== null;
  if (!report.checks.some(({ findings }) => findings.some(isGone))) return report;
  const checks = report.checks.map((check) => {
    const findings = check.findings.map((finding) => (isGone(finding) ? unwaived(finding) : finding));
    const fails = findings.some((finding) => weightOf(finding) === 'error');
    return { ...check, findings, verdict: fails ? ('fail' as const) : check.verdict };
  });
  const waivers = report.waivers.map((waiver) => {
    const why = waiver.state === 'counts' ? whyGone(waiver) : null;
    return why === null ? waiver : { ...waiver, state: 'ended' as const, keys: [], why };
  });
  const still = checks.flatMap(({ findings }) => findings).filter(({ waiver }) => waiver !== undefined);
  const summary = { ...report.summary, waived: new Set(still.map(({ key }) => key)).size };
  const causes = waivedLast(report.causes, checks);
  const verdict = runVerdict(checks);
  return {
    ...report,
    checks,
    waivers,
    summary,
    causes,
    verdict,
    headline: headline({ verdict, causes, checks, summary }),
  };
}

function unwaived({ waiver: _gone, ...finding }: Finding): Finding {
  return finding;
}
