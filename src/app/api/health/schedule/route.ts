import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { ScheduleRequest, ScheduleState } from '@/shared/schedule';

export const dynamic = 'force-dynamic';

/** Pauses the schedule of the environment, or lets it go on, for all instances; answers how it stands then. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const wanted = await readJson(request, ScheduleRequest);
    const { schedule, faults } = await dashboard();
    if (schedule === null)
      throw new HttpError('conflict', 'The configuration has to be mended first.', faults);
    await schedule.decide(wanted, request.headers);
    return json(ScheduleState, await schedule.state());
  }, logFault);
}
