import { dashboard } from '@/server/dashboard/dashboard';
import { NotificationsPanel } from '@/ui/panels/notifications/notifications-panel';

export default async function NotificationsPage() {
  const { notifications } = await dashboard();
  return <NotificationsPanel seed={notifications === null ? null : await notifications.describe()} />;
}
