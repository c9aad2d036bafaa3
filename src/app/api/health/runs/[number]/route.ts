import { z } from 'zod';
import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { RunRecord } from '@/shared/details';

export const dynamic = 'force-dynamic';

const RunNumber = z.coerce.number().int().positive();

/** One kept run, whole. */
export function GET(
  _request: Request,
  { params }: { params: Promise<{ number: string }> },
): Promise<Response> {
  return answer(async () => {
    const number = RunNumber.safeParse((await params).number);
    if (!number.success) throw new HttpError('bad-request', 'A run is named by its number, 1 or more.');
    const record = await (await dashboard()).store.get(number.data);
    if (record === null) throw new HttpError('not-found', `Run ${number.data} is not kept, or not any more.`);
    return json(RunRecord, record);
  }, logFault);
}
