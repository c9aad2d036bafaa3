import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EndWaiverRequest, GiveWaiverRequest, WaiverList } from '@/shared/waivers';
import { notify } from './notify';
import { post, request } from './request';

const KEY = 'waivers';

/**
 * `GET /api/health/waivers`.
 * @param newest the newest run that is known: with another one it is asked for again, since a run ends waivers
 */
function waiversQuery(newest: number | null) {
  return queryOptions({
    queryKey: [KEY, newest],
    queryFn: () => request('/api/health/waivers', (contracts) => contracts.WaiverList),
    retry: false,
  });
}

/** Who has accepted what; what the server rendered the page with is there at once. */
export function useWaivers(newest: number | null, seed: WaiverList | null) {
  return useQuery({
    ...waiversQuery(newest),
    placeholderData: (before: WaiverList | undefined) => before ?? seed ?? undefined,
  });
}

/** Giving one: a refusal is shown where it was asked for. */
export function useGiveWaiver() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: GiveWaiverRequest) =>
      request('/api/health/waivers', (contracts) => contracts.KeptWaiver, post(wanted)),
    onSuccess: ({ person, endsAt }) => {
      notify(`Accepted by ${person} until ${endsAt.slice(0, 10)}. A run begins that counts it.`);
      return client.invalidateQueries({ queryKey: [KEY] });
    },
  });
}

/** Ending one: what it waived counts in full at once. */
export function useEndWaiver(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: EndWaiverRequest) =>
      request(
        `/api/health/waivers/${encodeURIComponent(id)}/end`,
        (contracts) => contracts.KeptWaiver,
        post(wanted),
      ),
    onSuccess: () => client.invalidateQueries(),
  });
}
