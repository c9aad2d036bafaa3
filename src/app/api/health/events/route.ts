import { dashboard } from '@/server/dashboard/dashboard';
import { eventStream } from '@/server/dashboard/sse';

export const dynamic = 'force-dynamic';

/** Runs and jobs as they happen, as server-sent events. */
export async function GET(request: Request): Promise<Response> {
  const { bus, serverStartedAt } = await dashboard();
  return eventStream(bus, serverStartedAt, request.signal);
}
