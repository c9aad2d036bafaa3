import { useMutation } from '@tanstack/react-query';
import type { StartRunResponse } from '@/shared/http';
import { notify } from './notify';
import { post, request } from './request';

/** `POST /api/health/runs`: a run that begins now, or as soon as the one that goes on has ended. */
export function startRun(): Promise<StartRunResponse> {
  return request('/api/health/runs', (contracts) => contracts.StartRunResponse, post({}));
}

/** The button *Re-verify*. */
export function useStartRun() {
  return useMutation({
    mutationFn: startRun,
    onSuccess: ({ after }) => {
      if (after !== null)
        notify('A run goes on already; another one begins when it ends, and this page follows both.');
    },
    onError: (error) => notify(error.message, 'error'),
  });
}
