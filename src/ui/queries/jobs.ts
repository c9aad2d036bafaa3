import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DashboardState } from '@/shared/dashboard';
import type { Job, JobRequest } from '@/shared/job';
import { notify } from './notify';
import { post, request } from './request';
import { stateQuery } from './state';

/** `POST /api/health/jobs`. */
export function startJob(job: JobRequest): Promise<Job> {
  return request('/api/health/jobs', (contracts) => contracts.Job, post(job));
}

/** `GET /api/health/jobs/{id}`, for a job that the state does not have any more. */
export function useJob(id: string) {
  return useQuery({
    queryKey: ['job', id],
    queryFn: () => request(`/api/health/jobs/${encodeURIComponent(id)}`, (contracts) => contracts.Job),
    retry: false,
  });
}

/** `DELETE /api/health/jobs/{id}`: asks it to stop; the answer is the job as it is now. */
export function cancelJob(id: string): Promise<Job> {
  return request(`/api/health/jobs/${encodeURIComponent(id)}`, (contracts) => contracts.Job, {
    method: 'DELETE',
  });
}

/**
 * The state with this job put in: in the place of its older self, or as the newest. A job that has ended does not run
 * again, so an answer that is late does not bring it back.
 */
export function withJob(state: DashboardState, job: Job): DashboardState {
  const known = state.jobs.find((each) => each.id === job.id);
  if (known !== undefined && known.finishedAt !== null && job.finishedAt === null) return state;
  const jobs = known ? state.jobs.map((each) => (each.id === job.id ? job : each)) : [job, ...state.jobs];
  return { ...state, jobs };
}

/**
 * Whether a request was answered with work that had begun before it, here or elsewhere.
 * @param running the jobs that ran when it was sent
 */
export function isJoined(running: readonly string[], job: Job): boolean {
  return running.includes(job.id) || job.startedBy.via === 'command-line';
}

/** Starting and cancelling; both put the answer into the state at once, without waiting for its event. */
export function useJobs() {
  const client = useQueryClient();
  const onSuccess = (job: Job) =>
    client.setQueryData(stateQuery.queryKey, (state) => (state === undefined ? state : withJob(state, job)));
  const onError = (error: Error) => notify(error.message, 'error');
  return {
    start: useMutation({
      mutationFn: startJob,
      // The event of a new job may be here before the answer is: what ran is what ran before the request.
      onMutate: () => ({
        running: (client.getQueryData(stateQuery.queryKey)?.jobs ?? [])
          .filter(({ state }) => state === 'running')
          .map(({ id }) => id),
      }),
      onSuccess: (job: Job, _request, { running }) => {
        if (isJoined(running, job)) notify(`“${job.title}” goes on already; this page follows it.`);
        onSuccess(job);
      },
      onError,
    }),
    cancel: useMutation({ mutationFn: cancelJob, onSuccess, onError }),
  };
}
