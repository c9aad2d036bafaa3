import type { ScheduleState } from '@/shared/schedule';

/** When an environment is verified by itself, in a sentence; the time of the next run and who paused it stand beside it. */
export function scheduleInWords(schedule: ScheduleState): string {
  const { everyMs, by, paused, failures } = schedule;
  if (everyMs === 0) return 'Nothing is verified by itself: DRIFTBOARD_INTERVAL_MS is 0.';
  if (paused !== null) return 'Paused: nothing is verified by itself, only when somebody asks.';
  const every = `every ${spanOf(everyMs)}`;
  if (by === 'viewers') return `Verified ${every} while somebody looks at it, by this process alone.`;
  if (failures === 0) return `Verified ${every}, whether or not anybody looks.`;
  const times = failures === 1 ? 'The last run could not look' : `The last ${failures} runs could not look`;
  return `${times}, so the next one waits longer than the usual ${spanOf(everyMs)}.`;
}

function spanOf(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${seconds} s`;
  return `${Math.round(seconds / 6) / 10} min`;
}
