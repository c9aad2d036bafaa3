import type { RunRecord, RunSummary } from '../../shared/details';
import { CheckGroup, worstVerdict } from '../../shared/verdict';

/** What a ribbon and a sparkline need of a run. */
export function summaryOf({ number, report, details }: RunRecord): RunSummary {
  const groups = CheckGroup.options.flatMap((group) => {
    const verdicts = report.checks.filter((check) => check.group === group).map((check) => check.verdict);
    return verdicts.length === 0 ? [] : [[group, worstVerdict(verdicts)] as const];
  });
  const endpoints = (details.endpoints ?? []).map((row) => {
    const answer = row.tries.at(-1);
    const latencyMs = answer === undefined || answer.status === null ? null : answer.durationMs;
    return [row.id, { verdict: row.verdict, latencyMs }] as const;
  });
  return {
    number,
    runId: report.runId,
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    verdict: report.verdict,
    groups: Object.fromEntries(groups),
    endpoints: Object.fromEntries(endpoints),
  };
}
