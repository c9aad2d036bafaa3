import type { EndpointRow, RunSummary } from '@/shared/details';
import type { Bar } from '../parts/ribbon';
import { byVerdict } from '../parts/verdict';

/** What the kept runs say of one route. */
export type EndpointHistory = {
  bars: Bar[];
  latenciesMs: (number | null)[];
  /** The moment of the first run with the present verdict without a break; null where no run is kept. */
  since: string | null;
};

/** One route through all kept runs; a run that did not ask it leaves a gap. */
export function historyOf(id: string, runs: readonly RunSummary[]): EndpointHistory {
  const points = runs.map((run) => ({ run, point: run.endpoints[id] }));
  let since: string | null = null;
  const present = points.at(-1)?.point?.verdict;
  for (const { run, point } of [...points].reverse()) {
    if (present === undefined || point?.verdict !== present) break;
    since = run.startedAt;
  }
  return {
    bars: points.map(({ run, point }) => ({
      number: run.number,
      startedAt: run.startedAt,
      verdict: point?.verdict ?? null,
    })),
    latenciesMs: points.map(({ point }) => point?.latencyMs ?? null),
    since,
  };
}

/** The time of the try that decided; null where no answer came. */
export function latencyOf(row: EndpointRow): number | null {
  const last = row.tries.at(-1);
  return last === undefined || last.status === null ? null : last.durationMs;
}

/** Failures first, then by story and path. */
export function failuresFirst(rows: readonly EndpointRow[]): EndpointRow[] {
  const word = (row: EndpointRow) => `${row.story ?? 'without'} ${row.path}`;
  return [...rows].sort((a, b) => byVerdict(a.verdict, b.verdict) || word(a).localeCompare(word(b)));
}
