import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import type { RunRecord } from '@/shared/details';
import type { StartRunResponse } from '@/shared/http';
import { notify } from './notify';
import { post, request } from './request';

/** `GET /api/health/runs/{number}`: one kept run. */
export function fetchRun(number: number): Promise<RunRecord> {
  return request(`/api/health/runs/${number}`, (contracts) => contracts.RunRecord);
}

/** A kept run never changes. */
export function runQuery(number: number) {
  return queryOptions({ queryKey: ['run', number], queryFn: () => fetchRun(number), staleTime: Infinity });
}

/** One kept run, fetched when it is looked at. */
export function useRun(number: number) {
  return useQuery(runQuery(number));
}

/** `POST /api/health/runs`: starts a run, or joins the one that goes on. */
export function startRun(): Promise<StartRunResponse> {
  return request('/api/health/runs', (contracts) => contracts.StartRunResponse, post({}));
}

/** The button *Re-verify*. */
export function useStartRun() {
  return useMutation({
    mutationFn: startRun,
    onSuccess: ({ joined }) => {
      if (joined) notify('A run goes on already; this page follows it.');
    },
    onError: (error) => notify(error.message, 'error'),
  });
}
