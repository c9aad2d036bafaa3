import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NotificationState, NotificationTested } from '@/shared/notification';
import { post, request } from './request';

/** Messages go out between two runs too, and what failed is tried again by the clock. */
const EVERY_MS = 5_000;

/** `GET /api/health/notifications`. */
const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: () => request('/api/health/notifications', (contracts) => contracts.NotificationState),
  refetchInterval: EVERY_MS,
});

/** Channels and messages; what the server rendered the page with is there at once. */
export function useNotifications(seed: NotificationState) {
  return useQuery({ ...notificationsQuery, initialData: seed });
}

/** `POST /api/health/notifications/test`: what came of it is the answer, also where it failed. */
export function useNotificationTest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (test: { channel: string; person: string | null }): Promise<NotificationTested> =>
      request('/api/health/notifications/test', (contracts) => contracts.NotificationTested, post(test)),
    onSettled: () => client.invalidateQueries({ queryKey: notificationsQuery.queryKey }),
  });
}
