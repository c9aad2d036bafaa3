import { useMutation } from '@tanstack/react-query';
import type { StartRunResponse } from '@/shared/http';
import { notify } from './notify';
import { post, request } from './request';

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
