import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { RunComparison, RunHistory } from '@/shared/run-history';
import { request } from './request';

/**
 * `GET /api/health/runs/history`, a page of the timeline.
 * @param newest the newest run that is known: with another one the page is asked for again
 */
export function historyQuery(before: number | null, newest: number | null) {
  const query = before === null ? '' : `?before=${before}`;
  return queryOptions({
    // What lies below a number does not change with a newer run.
    queryKey: ['history', before, before === null ? newest : null],
    queryFn: () => request(`/api/health/runs/history${query}`, (contracts) => contracts.RunHistory),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** The timeline; what the server rendered the page with is there at once. */
export function useHistory(before: number | null, newest: number | null, seed: RunHistory | null) {
  const isSeeds = seed !== null && (before !== null || (seed.runs[0]?.number ?? null) === newest);
  return useQuery({ ...historyQuery(before, newest), ...(isSeeds ? { initialData: seed } : {}) });
}

/** `GET /api/health/runs/compare`. What two kept runs found does not change. */
export function comparisonQuery(from: number, to: number) {
  return queryOptions({
    queryKey: ['comparison', from, to],
    queryFn: () =>
      request(`/api/health/runs/compare?from=${from}&to=${to}`, (contracts) => contracts.RunComparison),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Two runs compared; what the server rendered the page with is there at once. */
export function useComparison(from: number, to: number, seed: RunComparison | null) {
  const isSeeds = seed?.from.number === from && seed.to.number === to;
  return useQuery({ ...comparisonQuery(from, to), ...(isSeeds ? { initialData: seed } : {}) });
}
