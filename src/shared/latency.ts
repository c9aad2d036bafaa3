import type { Verdict } from './verdict';

/** What is kept of one run about one route. */
export type LatencySample = { verdict: Verdict; latencyMs: number | null; cold: boolean };

/** Below so many, a middle is chance. */
export const MEDIAN_FROM = 5;
/** Below so many, the 95th of a hundred is nothing but the slowest. */
export const P95_FROM = 20;

/** Times of some answers. A percentile of too few is null: it is not claimed. */
export type Latencies = { samples: number; p50Ms: number | null; p95Ms: number | null };

export type RouteLatency = {
  /** Answers as declared, those of first requests after a start not among them. */
  warm: Latencies;
  /** First requests after a start alone: their time holds compiling and connecting. */
  cold: Latencies;
  /** Runs in which it was asked and gave no answer, or another one than declared: the time of that says nothing. */
  failed: number;
};

/** The times of one route over the kept runs; a run that did not ask it is `undefined` and counts nowhere. */
export function latencyOver(samples: readonly (LatencySample | undefined)[]): RouteLatency {
  const asked = samples.filter((sample) => sample !== undefined).filter(isAsked);
  const good = asked.filter(isAsDeclared);
  const times = (cold: boolean) =>
    latenciesOf(good.filter((one) => one.cold === cold).flatMap(({ latencyMs }) => latencyMs ?? []));
  return { warm: times(false), cold: times(true), failed: asked.length - good.length };
}

/** The figures of some times, each percentile only where there are enough of them. */
export function latenciesOf(timesMs: readonly number[]): Latencies {
  return {
    samples: timesMs.length,
    p50Ms: timesMs.length < MEDIAN_FROM ? null : percentile(timesMs, 0.5),
    p95Ms: timesMs.length < P95_FROM ? null : percentile(timesMs, 0.95),
  };
}

function isAsked({ verdict, latencyMs }: LatencySample): boolean {
  return latencyMs !== null || verdict === 'fail';
}

function isAsDeclared({ verdict, latencyMs }: LatencySample): boolean {
  return latencyMs !== null && (verdict === 'pass' || verdict === 'warn');
}

/** The nearest-rank percentile, 0 < share <= 1; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** A first request after a start may take so many times its budget, and never less than this: it holds other work too. */
const COLD_FACTOR = 5;
const COLD_MINIMUM_MS = 2_000;

/** The time that a route's answer may take: of a first request after a start its own, where none is declared five times the other. */
export function budgetFor(
  route: { budgetMs: number; coldBudgetMs?: number | null | undefined },
  cold: boolean,
): number {
  if (!cold) return route.budgetMs;
  return route.coldBudgetMs ?? Math.max(route.budgetMs * COLD_FACTOR, COLD_MINIMUM_MS);
}

type Asked = { cold: boolean; tries: readonly { status: number | null; durationMs: number }[] };

/** The time of the try that decided; null where no answer came. */
export function latencyOf({ tries }: Asked): number | null {
  const last = tries.at(-1);
  return last === undefined || last.status === null ? null : last.durationMs;
}

/** The times of one run over its routes: those that answered as declared and were not the first after a start. */
export function latencyOfRun(rows: readonly (Asked & { verdict: Verdict })[]): Latencies & { cold: number } {
  const samples = rows.map((row) => ({ verdict: row.verdict, cold: row.cold, latencyMs: latencyOf(row) }));
  const { warm, cold } = latencyOver(samples);
  const times = samples.filter((one) => isAsDeclared(one) && !one.cold).flatMap((one) => one.latencyMs ?? []);
  // The routes of a run are all that there is, and no sample of more: here each percentile is what it says of few as well.
  return {
    samples: warm.samples,
    cold: cold.samples,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}
