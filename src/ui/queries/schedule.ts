import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ScheduleRequest, ScheduleState } from '@/shared/schedule';
import { notify } from './notify';
import { post, request } from './request';
import { stateQuery } from './state';

/** `POST /api/health/schedule`. */
function decideSchedule(decision: ScheduleRequest): Promise<ScheduleState> {
  return request('/api/health/schedule', (contracts) => contracts.ScheduleState, post(decision));
}

/** Pausing and letting go on; what it answers is put into the state at once. */
export function useSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: decideSchedule,
    onSuccess: (schedule: ScheduleState) =>
      client.setQueryData(stateQuery.queryKey, (state) =>
        state === undefined ? state : { ...state, schedule },
      ),
    onError: (error: Error) => notify(error.message, 'error'),
  });
}
