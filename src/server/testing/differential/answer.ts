import type { CheckReport } from '../../../shared/report';

/** What a report says, without what differs from database to database: versions, times, texts. */
export type Answer = {
  /** `columns: fail`, in the order of the report. */
  verdicts: string[];
  /** `error column.type:public.users:email`, sorted. */
  findings: string[];
};

/**
 * @param clean the answer on the clean database, whose findings are left out
 */
export function answerOf(reports: readonly CheckReport[], clean: Answer | null): Answer {
  const known = new Set(clean?.findings ?? []);
  return {
    verdicts: reports.map((check) => `${check.id}: ${check.verdict}`),
    findings: reports
      .flatMap((check) => check.findings.map(({ severity, key }) => `${severity} ${key}`))
      .filter((finding) => !known.has(finding))
      .sort(),
  };
}
