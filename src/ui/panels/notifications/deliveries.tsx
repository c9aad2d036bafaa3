import Link from 'next/link';
import type { Delivery } from '@/shared/notification';
import { KIND_WORDS, standingOf } from '../../model/notifications';
import { plural } from '../../parts/format';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { Empty, Heading } from '../../parts/small';
import { StateMark } from '../../parts/state-mark';
import { Clock } from '../../parts/time';
import { VerdictShape } from '../../parts/verdict-mark';

const COLUMNS: PlainColumn<Delivery>[] = [
  {
    id: 'title',
    header: 'Message',
    cell: ({ title, number, kind }) => (
      <span className="grid">
        <span>{title}</span>
        <span className="text-muted">
          {KIND_WORDS[kind]}
          {number === null ? null : (
            <>
              {', '}
              <Link
                className="underline hover:text-accent"
                href={`/runs?from=${Math.max(1, number - 1)}&to=${number}`}
              >
                run #{number}
              </Link>
            </>
          )}
        </span>
      </span>
    ),
  },
  {
    id: 'channel',
    header: 'Channel',
    cell: ({ channel }) => <span className="sm:block sm:min-w-14">{channel}</span>,
  },
  {
    id: 'state',
    header: 'State',
    cell: (delivery) => (
      <span className="grid">
        <StateMark {...standingOf(delivery)} />
        {delivery.failure === null ? null : <span className="text-muted">{delivery.failure}</span>}
        {delivery.failure === null || delivery.nextTryAt === null ? null : (
          <span className="text-muted">
            Next try at <Clock at={delivery.nextTryAt} />
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'tries',
    header: 'Tries',
    align: 'right',
    cell: ({ tries }) => <span className="sm:block sm:min-w-8">{tries}</span>,
  },
  {
    id: 'at',
    header: 'Since',
    align: 'right',
    cell: ({ createdAt, sentAt }) => <Clock at={sentAt ?? createdAt} />,
  },
];

/** The newest messages, each with what became of it. */
export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] | null }) {
  return (
    <section aria-label="Messages">
      <Heading note="A message that fails is tried again, after longer and longer times; later ones of its channel wait behind it.">
        {deliveries === null ? 'Messages' : plural(deliveries.length, 'message')}
      </Heading>
      {deliveries === null ? (
        <p data-verdict="unknown" className="edge flex items-center gap-2 pl-4">
          <VerdictShape verdict="unknown" /> What was sent is not known now: it stands in the store, which is
          not reached.
        </p>
      ) : deliveries.length === 0 ? (
        <Empty>Nothing has been told yet: the verdict has not changed since somebody was to be told.</Empty>
      ) : (
        <Plain
          caption="Messages, the newest first"
          columns={COLUMNS}
          rows={deliveries}
          look={{ key: ({ id }) => id, verdict: (delivery) => standingOf(delivery).verdict }}
        />
      )}
    </section>
  );
}
