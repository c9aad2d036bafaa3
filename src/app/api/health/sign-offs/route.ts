import { dashboard } from '@/server/dashboard/dashboard';
import { answer, json, readJson } from '@/server/dashboard/http';
import { runNumber } from '@/server/dashboard/objects';
import { logFault } from '@/server/log';
import { SignOff, SignOffRequest, SignOffState } from '@/shared/sign-off';

export const dynamic = 'force-dynamic';

/** What may be decided on (the newest run, or that of `?run=412`) with what speaks against it, and what was decided. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const run = new URL(request.url).searchParams.get('run');
    const { signOffs } = await dashboard();
    return json(SignOffState, await signOffs.state(run === null ? null : runNumber(run)));
  }, logFault);
}

/** A decision by a person. A go is verified once more first, so its answer takes as long as a run. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const wanted = await readJson(request, SignOffRequest);
    const { signOffs } = await dashboard();
    return json(SignOff, await signOffs.decide(wanted, request.headers), 201);
  }, logFault);
}
