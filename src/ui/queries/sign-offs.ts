import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SignOff, SignOffRequest, SignOffState } from '@/shared/sign-off';
import { post, request } from './request';

/** How old a run is speaks against a go at some time, without anything having happened. */
const AGES_EVERY_MS = 30_000;

/**
 * `GET /api/health/sign-offs`.
 * @param newest the newest run that is known: with another one it is asked for again
 */
export function signOffsQuery(run: number | null, newest: number | null) {
  const query = run === null ? '' : `?run=${run}`;
  return queryOptions({
    queryKey: ['sign-offs', run, newest],
    queryFn: () => request(`/api/health/sign-offs${query}`, (contracts) => contracts.SignOffState),
    refetchInterval: AGES_EVERY_MS,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** What may be decided on and what was decided; what the server rendered the page with is there at once. */
export function useSignOffs(run: number | null, newest: number | null, seed: SignOffState | null) {
  const isSeeds = seed !== null && seed.candidate?.run === run;
  return useQuery({ ...signOffsQuery(run, newest), ...(isSeeds ? { initialData: seed } : {}) });
}

/** `POST /api/health/sign-offs`. A refusal is shown where it was asked for, with all its reasons. */
function sendDecision(decision: SignOffRequest): Promise<SignOff> {
  return request('/api/health/sign-offs', (contracts) => contracts.SignOff, post(decision));
}

/**
 * Deciding; what it changes is asked for again.
 * @param onDecided told also where whoever asked has gone from the page meanwhile
 */
export function useDecide(onDecided: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: sendDecision,
    onSuccess: onDecided,
    onSettled: () => client.invalidateQueries({ queryKey: ['sign-offs'] }),
  });
}
