import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { GiveWaiverRequest, KeptWaiver, WaiverList } from '@/shared/waivers';

export const dynamic = 'force-dynamic';

async function waivers() {
  const { waivers: known, faults } = await dashboard();
  if (known === null) throw new HttpError('conflict', 'The configuration has to be mended first.', faults);
  return known;
}

/** The waivers of the store: those that stand, and how others ended. */
export function GET(): Promise<Response> {
  return answer(async () => json(WaiverList, await (await waivers()).list()), logFault);
}

/** A named person accepts findings for a time, with a reason; the same request sent twice is one waiver. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const wanted = await readJson(request, GiveWaiverRequest);
    return json(KeptWaiver, await (await waivers()).give(wanted, request.headers), 201);
  }, logFault);
}
