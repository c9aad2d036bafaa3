import type { RunRecord, RunSummary } from '../../shared/details';
import { latencyOf } from '../../shared/latency';
import { CheckGroup, worstVerdict } from '../../shared/verdict';

/** What a ribbon and a sparkline need of a run. */
export function summaryOf({ number, report, details }: RunRecord): RunSummary {
  const groups = CheckGroup.options.flatMap((group) => {
    const verdicts = report.checks.filter((check) => check.group === group).map((check) => check.verdict);
    return verdicts.length === 0 ? [] : [[group, worstVerdict(verdicts)] as const];
  });
  const endpoints = (details.endpoints ?? []).map((row) => {
    return [row.id, { verdict: row.verdict, latencyMs: latencyOf(row), cold: row.cold }] as const;
  });
  return {
    number,
    runId: report.runId,
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    verdict: report.verdict,
    groups: Object.fromEntries(groups),
    endpoints: Object.fromEntries(endpoints),
    coverage: report.summary.coverage,
  };
}
