'use client';
import { cx } from 'class-variance-authority';
import { useHydrated, useNow } from './clock';
import { ageOf } from './format';

/** After this a result counts as aged and its time turns amber: by default a run is made each minute while one watches. */
const AGED_AFTER_MS = 150_000;

function absolute(iso: string, local: boolean): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  if (!local) return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}

/** `4 s ago`, with the moment as its title. With `ages` it turns amber when it grows old. */
export function Ago({ at, ages = false, className }: { at: string; ages?: boolean; className?: string }) {
  const now = useNow();
  const hydrated = useHydrated();
  const ageMs = now - new Date(at).getTime();
  const age = ageOf(ageMs);
  const aged = ages && ageMs > AGED_AFTER_MS;
  return (
    <time
      dateTime={at}
      title={absolute(at, hydrated)}
      className={cx('whitespace-nowrap', aged && 'text-warn', className)}
    >
      {age === 'now' ? 'just now' : `${age} ago`}
    </time>
  );
}

/** How long something lasts already: `23 min`. */
export function Since({ at }: { at: string }) {
  const age = ageOf(useNow() - new Date(at).getTime());
  return <>{age === 'now' ? 'a moment' : age}</>;
}

/** The time of day, `14:02`: in UTC until the browser's time zone is known; with the day where it is not today. */
export function Clock({ at }: { at: string }) {
  const hydrated = useHydrated();
  const now = useNow();
  const date = new Date(at);
  const invalid = Number.isNaN(date.getTime());
  let text = invalid ? at : `${at.slice(11, 16)} UTC`;
  if (hydrated && !invalid) {
    const time = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
    const today = new Date(now).toDateString() === date.toDateString();
    text = today ? time : `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${time}`;
  }
  return (
    <time dateTime={at} title={absolute(at, hydrated)} className="whitespace-nowrap">
      {text}
    </time>
  );
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
