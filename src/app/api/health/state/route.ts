import { dashboard } from '@/server/dashboard/dashboard';
import { answer, json } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { DashboardState } from '@/shared/dashboard';

export const dynamic = 'force-dynamic';

/** Everything that a page shows, as of now. */
export function GET(): Promise<Response> {
  return answer(async () => json(DashboardState, await (await dashboard()).state()), logFault);
}
