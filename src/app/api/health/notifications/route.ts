import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { NotificationState } from '@/shared/notification';

export const dynamic = 'force-dynamic';

/** The channels, what became of the last messages, and what keeps others back. */
export function GET(): Promise<Response> {
  return answer(async () => {
    const { notifications, faults } = await dashboard();
    if (notifications === null)
      throw new HttpError('conflict', 'The configuration has to be mended first.', faults);
    return json(NotificationState, await notifications.describe());
  }, logFault);
}
