import type { EndpointRow, RunSummary } from '@/shared/details';
import { budgetFor, latencyOver, type RouteLatency } from '@/shared/latency';
import type { Cause } from '@/shared/report';
import type { Bar } from '../parts/ribbon';
import { byVerdict } from '../parts/verdict';

/** One kept run of a route as a chart draws it. `share` is its time against the budget that it was judged by. */
export type LatencyPoint = { latencyMs: number | null; cold: boolean; share: number | null };

/** What the kept runs say of one route. */
export type EndpointHistory = {
  bars: Bar[];
  points: LatencyPoint[];
  latency: RouteLatency;
  /** The moment of the first run with the present verdict without a break, as far as is known; null where no run is kept. */
  since: string | null;
};

type Budgets = Pick<EndpointRow, 'id' | 'budgetMs' | 'coldBudgetMs' | 'standing'>;

/** One route through all kept runs; a run that did not ask it leaves a gap. */
export function historyOf(route: Budgets, runs: readonly RunSummary[]): EndpointHistory {
  const kept = runs.map((run) => ({ run, point: run.endpoints[route.id] }));
  let since: string | null = null;
  const present = kept.at(-1)?.point?.verdict;
  const { standing } = route;
  for (const { run, point } of [...kept].reverse()) {
    if (present === undefined || point?.verdict !== present) break;
    since = run.startedAt;
  }
  return {
    bars: kept.map(({ run, point }) => ({
      number: run.number,
      startedAt: run.startedAt,
      verdict: point?.verdict ?? null,
    })),
    points: kept.map(({ point }) => {
      const latencyMs = point?.latencyMs ?? null;
      const cold = point?.cold ?? false;
      return { latencyMs, cold, share: latencyMs === null ? null : latencyMs / budgetFor(route, cold) };
    }),
    latency: latencyOver(kept.map(({ point }) => point)),
    // The store knows it over more runs than are at hand here.
    since: standing !== undefined && standing.verdict === present ? standing.since : since,
  };
}

/** A route with its past and what brings its failure about. */
export type RouteRow = EndpointRow & { history: EndpointHistory; causes: readonly Cause[] };

/** Failures first, then by story and path, each with its past and its causes. */
export function routeRows(
  rows: readonly EndpointRow[],
  runs: readonly RunSummary[],
  causes: readonly Cause[],
): RouteRow[] {
  return failuresFirst(rows).map((row) => ({
    ...row,
    history: historyOf(row, runs),
    causes: causes.filter((cause) => cause.endpoints.includes(row.id)),
  }));
}

/** Failures first, then by story and path. */
export function failuresFirst(rows: readonly EndpointRow[]): EndpointRow[] {
  const word = (row: EndpointRow) => `${row.story ?? 'without'} ${row.path}`;
  return [...rows].sort((a, b) => byVerdict(a.verdict, b.verdict) || word(a).localeCompare(word(b)));
}

/** Under which head a route stands when they are put together by cause: a route with several under the first, the worst. */
export function causeLabel({ causes, verdict }: Pick<RouteRow, 'causes' | 'verdict'>): string {
  const [first] = causes;
  if (first !== undefined) return first.title;
  if (verdict === 'pass') return WITHOUT_CAUSE.fine;
  return verdict === 'fail' || verdict === 'warn' ? WITHOUT_CAUSE.unexplained : WITHOUT_CAUSE.notAsked;
}

const WITHOUT_CAUSE = {
  unexplained: 'Without a known cause',
  notAsked: 'Not asked',
  fine: 'Nothing is wrong',
};

/** The heads in their order: causes as the report ranks them, then what stands alone. */
export function causeOrder(causes: readonly Cause[]): string[] {
  return [...causes.map(({ title }) => title), ...Object.values(WITHOUT_CAUSE)];
}

/** What of an answer is held against the manifest: `body, 3 assertions`, `status only`. */
export function contractOf({
  hasContract,
  assertions,
}: Pick<EndpointRow, 'hasContract' | 'assertions'>): string {
  const said = assertions === 0 ? '' : `${assertions} assertion${assertions === 1 ? '' : 's'}`;
  if (hasContract) return said === '' ? 'body' : `body, ${said}`;
  return said === '' ? 'status only' : said;
}
