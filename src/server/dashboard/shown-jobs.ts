import type { Job } from '../../shared/job';

/**
 * The jobs that the state carries: what runs, and the newest of each kind, which its page shows with steps and log.
 * The others are fetched one by one (`GET /api/health/jobs/{id}`): twenty logs were 37 kB of each state.
 * @param jobs newest first
 */
export function shownJobs(jobs: readonly Job[]): Job[] {
  const seen = new Set<Job['kind']>();
  return jobs.filter(({ kind, state }) => {
    const isNewest = !seen.has(kind);
    seen.add(kind);
    return isNewest || state === 'running';
  });
}
