import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { NotificationTest, NotificationTested } from '@/shared/notification';

export const dynamic = 'force-dynamic';

/** Sends a test message over one channel and answers what came of it. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const { channel, person } = await readJson(request, NotificationTest);
    const { notifications, faults } = await dashboard();
    if (notifications === null)
      throw new HttpError('conflict', 'The configuration has to be mended first.', faults);
    return json(
      NotificationTested,
      await notifications.test(channel, { headers: request.headers, typed: person }),
    );
  }, logFault);
}
