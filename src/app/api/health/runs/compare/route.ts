import { dashboard } from '@/server/dashboard/dashboard';
import { answer, json } from '@/server/dashboard/http';
import { runNumber } from '@/server/dashboard/objects';
import { compareKept } from '@/server/history/history';
import { logFault } from '@/server/log';
import { RunComparison } from '@/shared/run-history';

export const dynamic = 'force-dynamic';

/** Two kept runs, finding by finding: `?from=412&to=416`. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const query = new URL(request.url).searchParams;
    const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''].map(runNumber);
    const { store } = await dashboard();
    return json(RunComparison, await compareKept(store, from ?? 0, to ?? 0));
  }, logFault);
}
