const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** In: a moment and a number of days. Out: the moment that many times 24 hours before. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/** In: a moment and the start of a day (UTC). Out: whole days from the moment's day to it; negative when it is past. */
export function daysUntil(now: Date, day: Date): number {
  const today = Math.floor(now.getTime() / DAY_MS);
  return Math.floor(day.getTime() / DAY_MS) - today;
}

/** In: a moment. Out: the next full hour. */
export function nextHour(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
}

/** In: a moment and minutes. Out: the moment that much later. */
export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + minutes * 60_000);
}
