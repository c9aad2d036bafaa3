import { SIDES } from '@/shared/sides';
import { SIDE_LABEL, type Unread } from '../../model/sides';

/** Which of the three sides this run did not read, and what would turn them on. */
export function UnreadSides({ unread }: { unread: Unread }) {
  const blind = SIDES.filter((side) => unread[side] !== null);
  if (blind.length === 0) return null;
  return (
    <ul className="grid gap-1">
      {blind.map((side) => (
        <li key={side} className="flex flex-wrap items-baseline gap-x-1.5 text-muted">
          <span
            aria-hidden="true"
            className="hatched inline-block h-2.5 w-5 shrink-0 border border-line-strong"
          />
          <span className="text-ink">{SIDE_LABEL[side]} not read</span>
          <span className="min-w-0">{unread[side]}</span>
        </li>
      ))}
    </ul>
  );
}
