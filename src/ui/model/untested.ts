import type { Report } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';
import { type Found, findingsByKey } from './findings';

/** What comparing the application's source with the manifest brought. */
export type Untested = {
  /** Routes in the code that no declaration asks. */
  undeclared: Found[];
  /** Declared, and in no route file. */
  unserved: Found[];
  /** Why the two were not compared, where they were not. */
  not: { verdict: Verdict; reason: string } | null;
};

/** @returns null where no check of this report compares them at all */
export function untestedOf(report: Report): Untested | null {
  const check = report.checks.find(({ needs }) => needs.includes('endpoints.discovered'));
  const found = [...findingsByKey(report).values()];
  const ofRule = (rule: string) => found.filter(({ finding }) => finding.rule === rule);
  const [undeclared, unserved] = [ofRule('endpoint.undeclared'), ofRule('endpoint.unserved')];
  if (check === undefined && undeclared.length + unserved.length === 0) return null;
  const blind =
    check !== undefined &&
    check.reason !== null &&
    (check.verdict === 'unknown' || check.verdict === 'skipped');
  return {
    undeclared,
    unserved,
    not: blind ? { verdict: check.verdict, reason: check.reason ?? '' } : null,
  };
}
