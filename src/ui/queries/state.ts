import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { DashboardState } from '@/shared/dashboard';
import { request } from './request';

/** The state with which the server rendered the page: what the first paint shows, before anything was fetched. */
export const InitialState = createContext<{ state: DashboardState; renderedAt: number } | null>(null);

/** `GET /api/health/state`. */
export function fetchState(): Promise<DashboardState> {
  return request('/api/health/state', (contracts) => contracts.DashboardState);
}

/** Events tell when to fetch again; by itself it does so only when the window comes back to the front. */
export const stateQuery = queryOptions({
  queryKey: ['state'],
  queryFn: fetchState,
  staleTime: 10_000,
  refetchOnWindowFocus: true,
});

/** What the dashboard knows now. @throws when used outside of the dashboard's layout. */
export function useDashboard(): DashboardState {
  const initial = useContext(InitialState);
  if (initial === null) throw new Error('useDashboard needs the layout of (dashboard) around it.');
  const { data } = useQuery({
    ...stateQuery,
    initialData: initial.state,
    initialDataUpdatedAt: initial.renderedAt,
  });
  return data;
}
