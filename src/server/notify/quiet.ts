import type { QuietHours } from '../../shared/notify-settings';

/** Whether a moment lies within the quiet hours, by the clock of their time zone. Their end is not within. */
export function isQuiet(at: string, quiet: QuietHours | null): boolean {
  if (quiet === null) return false;
  const now = timeOfDay(at, quiet.timeZone);
  const { from, to } = quiet;
  return from < to ? from <= now && now < to : from <= now || now < to;
}

/** `22:05`, which sorts as it passes. */
function timeOfDay(at: string, timeZone: string): string {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(at));
}
