import { dashboard } from '@/server/dashboard/dashboard';
import { answer, json } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { StoreState } from '@/shared/recording';

export const dynamic = 'force-dynamic';

/** Whether runs are recorded, and how much the store holds. */
export function GET(): Promise<Response> {
  return answer(async () => json(StoreState, await (await dashboard()).describeStore()), logFault);
}
