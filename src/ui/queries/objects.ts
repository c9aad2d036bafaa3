import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { ObjectDetail, ObjectKind } from '@/shared/objects';
import { request } from './request';

export type ObjectName = { kind: ObjectKind; schema: string; name: string; table?: string; declared?: 'no' };

/** `GET /api/health/runs/{number}/objects`. */
export function fetchObject(number: number, object: ObjectName): Promise<ObjectDetail> {
  const query = new URLSearchParams({ ...object });
  return request(`/api/health/runs/${number}/objects?${query}`, (contracts) => contracts.ObjectDetail);
}

/** What a run saw of an object does not change. */
export function objectQuery(number: number, object: ObjectName) {
  return queryOptions({
    queryKey: ['object', number, object],
    queryFn: () => fetchObject(number, object),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}

/** One object as each side has it. While a newer run's answer comes, the older one stands. */
export function useObject(number: number, object: ObjectName) {
  const { data, error, isPlaceholderData } = useQuery({
    ...objectQuery(number, object),
    placeholderData: keepPreviousData,
  });
  return { detail: data ?? null, older: isPlaceholderData, error };
}
