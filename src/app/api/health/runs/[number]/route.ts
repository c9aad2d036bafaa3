import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json } from '@/server/dashboard/http';
import { runNumber } from '@/server/dashboard/objects';
import { logFault } from '@/server/log';
import { UnreadableRun } from '@/server/store/types';
import { RunRecord } from '@/shared/details';

export const dynamic = 'force-dynamic';

/** One kept run: its report, and what the pages show beyond it. */
export function GET(
  _request: Request,
  { params }: { params: Promise<{ number: string }> },
): Promise<Response> {
  return answer(async () => {
    const number = runNumber((await params).number);
    const { store } = await dashboard();
    const record = await store.get(number).catch((error: unknown) => {
      throw error instanceof UnreadableRun ? new HttpError('gone', error.message) : error;
    });
    if (record === null) throw new HttpError('not-found', `Run ${number} is not kept, or not any more.`);
    return json(RunRecord, record);
  }, logFault);
}
