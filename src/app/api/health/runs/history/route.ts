import { dashboard } from '@/server/dashboard/dashboard';
import { answer, json } from '@/server/dashboard/http';
import { runNumber } from '@/server/dashboard/objects';
import { runHistory } from '@/server/history/history';
import { logFault } from '@/server/log';
import { RunHistory } from '@/shared/run-history';

export const dynamic = 'force-dynamic';

/** The timeline: the newest runs, or with `?before=412` those below that number. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const before = new URL(request.url).searchParams.get('before');
    const { store, beside } = await dashboard();
    const below = before === null ? undefined : runNumber(before);
    return json(RunHistory, await runHistory(store, below, beside));
  }, logFault);
}
