'use client';
import type { NotificationState } from '@/shared/notification';
import { noticesOf } from '../../model/notifications';
import { Empty } from '../../parts/small';
import { VerdictShape } from '../../parts/verdict-mark';
import { useNotifications } from '../../queries/notifications';
import { NoRun } from '../lazy';
import { Channels } from './channels';
import { Deliveries } from './deliveries';

/** Who is told that a verdict changed, over what, and what became of each message. */
export function NotificationsPanel({ seed }: { seed: NotificationState | null }) {
  // Without a configuration there are no channels: what is wrong with it stands in their place.
  return seed === null ? <NoRun /> : <Known seed={seed} />;
}

function Known({ seed }: { seed: NotificationState }) {
  const { data, error } = useNotifications(seed);
  const { channels, deliveries, asksName } = data;
  return (
    <div className="grid gap-6">
      <div>
        <h1 className="text-lg">Notifications</h1>
        <p className="text-muted">
          A change of the verdict is told once, with its causes; what stays as it is, and what a person has
          accepted, is not.
        </p>
      </div>
      {error === null ? null : (
        <p role="alert" data-verdict="unknown" className="edge pl-4">
          What you see may be out of date: {error.message}
        </p>
      )}
      <Notices state={data} />
      {channels.length === 0 ? (
        <Empty>
          Nobody is told: no channel is set. Name one as <code>notify</code> in the settings file; a webhook,
          Slack or mail.
        </Empty>
      ) : (
        <Channels channels={channels} deliveries={deliveries} asksName={asksName} />
      )}
      {channels.length === 0 && deliveries?.length === 0 ? null : <Deliveries deliveries={deliveries} />}
    </div>
  );
}

function Notices({ state }: { state: NotificationState }) {
  const notices = noticesOf(state);
  if (notices.length === 0) return null;
  return (
    <ul aria-label="What to know of them" className="border-t border-line">
      {notices.map(({ key, verdict, text }) => (
        <li
          key={key}
          data-verdict={verdict}
          className="edge flex min-h-row items-center gap-2 border-b border-line py-1 pl-4"
        >
          <VerdictShape verdict={verdict} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
