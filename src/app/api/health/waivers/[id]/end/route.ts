import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { EndWaiverRequest, KeptWaiver } from '@/shared/waivers';

export const dynamic = 'force-dynamic';

/** A named person ends a waiver before its time; what it waived counts in full at once. */
export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    const wanted = await readJson(request, EndWaiverRequest);
    const { waivers, faults } = await dashboard();
    if (waivers === null)
      throw new HttpError('conflict', 'The configuration has to be mended first.', faults);
    return json(KeptWaiver, await waivers.end(id, wanted, request.headers));
  }, logFault);
}
