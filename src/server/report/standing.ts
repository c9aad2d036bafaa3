import type { Report } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';
import type { Piece } from './model';
import { checkOf, notMeasured, plural, whyNot } from './words';

/** Why a part of a report is not told that stands in the details of a run. */
export const NO_DETAILS = 'what this report is made of holds the findings of the run, and not its details';

/** One statement of a report, with what was measured of it. `unknown` and `skipped` are shown as not measured. */
export type Standing = {
  verdict: Verdict;
  /** The figure, or `not measured, because: …`. */
  measured: string;
  /** Names of observations. */
  needs: readonly string[];
};

/** True where a check compared something, so that its verdict is one. */
function isMeasured(report: Report, id: string): boolean {
  const check = checkOf(report, id);
  return check !== undefined && check.verdict !== 'unknown' && check.verdict !== 'skipped';
}

/**
 * The standing of a statement on one check.
 * @param measured the figure in words; null where the run has none, so that the check's reason is said
 */
export function byCheck(report: Report, id: string, measured: string | null): Standing {
  const check = checkOf(report, id);
  const needs = check?.needs ?? [];
  if (check === undefined || measured === null || !isMeasured(report, id)) {
    const verdict = check?.verdict === 'skipped' ? 'skipped' : 'unknown';
    // A failure stays one, whatever could not be told beside it.
    if (check?.verdict === 'fail')
      return { verdict: 'fail', measured: check.findings[0]?.message ?? '', needs };
    return { verdict, measured: notMeasured(whyNot(report, id)), needs };
  }
  return { verdict: check.verdict, measured, needs };
}

/** What the report says of something that a run never measures, with what does. */
export function elsewhere(reason: string): Standing {
  return { verdict: 'skipped', measured: notMeasured(reason), needs: [] };
}

const WORDS: Record<Verdict, string> = {
  pass: 'holds',
  warn: 'holds in part',
  fail: 'does not hold',
  unknown: 'not measured',
  skipped: 'not measured',
};

/** The state of a statement: does it hold. */
export function standingMark({ verdict }: Standing): Piece {
  return { verdict, word: WORDS[verdict] };
}

/** How much a check compared and what it found first, where nothing better is known. */
export function comparedText(report: Report, id: string): string {
  const check = checkOf(report, id);
  const first = check?.findings[0]?.message;
  const found = plural(check?.findings.length ?? 0, 'finding');
  return `${plural(check?.compared ?? 0, 'thing')} compared, ${found}${first === undefined ? '.' : `: ${first}`}`;
}
