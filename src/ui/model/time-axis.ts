import type { Happening } from '@/shared/happenings';
import type { TimelineRow } from '@/shared/run-history';

/** Places on an axis of time from 0 (the oldest) to 1 (the newest). */
export type TimeAxis = {
  from: string;
  to: string;
  runs: (Pick<TimelineRow, 'number' | 'verdict' | 'startedAt'> & { x: number })[];
  happenings: { happening: Happening; x: number }[];
};

/**
 * Runs and what happened beside them on one axis, which goes from the oldest of the runs to the newest, or to what
 * happened since. What lies before it (a migration of long ago that was seen only now) stands at its edge.
 * @returns null where there is no run
 */
export function timeAxis(runs: readonly TimelineRow[], happenings: readonly Happening[]): TimeAxis | null {
  if (runs.length === 0) return null;
  const begins = runs.map(({ startedAt }) => Date.parse(startedAt));
  const from = Math.min(...begins);
  // Not spread: there may be many.
  const to = happenings.reduce((last, { at }) => Math.max(last, Date.parse(at)), Math.max(...begins));
  const length = Math.max(1, to - from);
  const place = (at: string) => Math.min(1, Math.max(0, (Date.parse(at) - from) / length));
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    runs: runs.map(({ number, verdict, startedAt }) => ({ number, verdict, startedAt, x: place(startedAt) })),
    happenings: happenings.map((happening) => ({ happening, x: place(happening.at) })),
  };
}
