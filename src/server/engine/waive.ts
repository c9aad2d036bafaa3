import { weightOf } from '../../shared/finding-weight';
import type { Cause, CheckReport } from '../../shared/report';
import type { JudgedWaiver, Waiver } from '../../shared/waivers';
import { judgeWaivers } from '../waivers/judge';
import type { Outcome } from './verdicts';

/** The waivers that a run knows, and what it should say of those that could not be read. */
export type KnownWaivers = { given: readonly Waiver[]; notes: readonly string[] };

export const NO_WAIVERS: KnownWaivers = { given: [], notes: [] };

type Waived = { checks: CheckReport[]; causes: Cause[]; waivers: JudgedWaiver[]; count: number };

/**
 * Lays the waivers over what was found. A check whose errors are all waived warns, unless it could not compare
 * everything: that stays unknown.
 * @param outcomes of the checks, by whose ids they are found
 */
export function waive(
  found: { checks: readonly CheckReport[]; causes: readonly Cause[] },
  outcomes: readonly Outcome[],
  given: readonly Waiver[],
  at: string,
): Waived {
  const findings = found.checks.flatMap((check) => check.findings);
  const { waived, judged } = judgeWaivers(findings, given, at);
  const accepted = new Map(outcomes.map((outcome) => [outcome.report.id, outcome.accepted]));
  const checks = found.checks.map((check) => {
    const own = check.findings.map((finding) => {
      const waiver = waived.get(finding.key);
      return waiver === undefined ? finding : { ...finding, waiver };
    });
    const isAccepted = check.verdict === 'fail' && own.every((finding) => weightOf(finding) !== 'error');
    return { ...check, ...(isAccepted ? accepted.get(check.id) : {}), findings: own };
  });
  return { checks, causes: waivedLast(found.causes, checks), waivers: judged, count: waived.size };
}

/** What nobody has accepted is told first. */
export function waivedLast(causes: readonly Cause[], checks: readonly CheckReport[]): Cause[] {
  const findings = checks.flatMap((check) => check.findings);
  const accepted = new Set(findings.filter(({ waiver }) => waiver !== undefined).map(({ key }) => key));
  const isAccepted = ({ rootKeys, symptomKeys }: Cause) =>
    [...rootKeys, ...symptomKeys].every((key) => accepted.has(key));
  return [...causes.filter((cause) => !isAccepted(cause)), ...causes.filter(isAccepted)];
}
