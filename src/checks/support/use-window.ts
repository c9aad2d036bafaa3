import type { DatabaseUsage } from '../../shared/database-usage';
import type { Thresholds } from '../../shared/thresholds';
import { dayOf, daysInWords, figure } from './use-words';

const DAY_MS = 86_400_000;

export const NOT_COUNTED =
  'The server does not count how tables and indexes are used, or not for every user: track_counts is off. Set it on, SELECT pg_stat_reset(), and wait until the counters are old enough.';

/** Since when the counters count, and for how many days. */
export type UseWindow = { since: string; days: number };

/**
 * The time for which the server has counted the use of its tables and indexes.
 * @returns a sentence where it is too short, or where nothing was counted
 */
export function windowOfUse(usage: DatabaseUsage, thresholds: Thresholds): UseWindow | { tooEarly: string } {
  if (!usage.tracksCounts) {
    return { tooEarly: NOT_COUNTED };
  }
  const { countedSince: since } = usage;
  if (since === null) {
    return {
      tooEarly:
        'Since when the server counts is not known: SELECT pg_stat_reset() begins anew, and the counters say it from then on.',
    };
  }
  const days = daysBetween(since, usage.now);
  const needed = thresholds.statisticsMinimumDays;
  if (days >= needed) return { since, days };
  return {
    tooEarly: `The server counts how indexes are used since ${dayOf(since)}, ${daysInWords(days)} ago: ${figure(needed)} are needed before the counters say anything (thresholds.statisticsMinimumDays).`,
  };
}

/** Days from one moment to another; none where the clocks say that it lies ahead. */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** So many a day. What was counted in less than a day is not stretched to one: a rate needs at least that. */
export function aDay(count: number, days: number): number {
  return count / Math.max(days, 1);
}

/** What the counters of one server leave out; null for a server that stands alone. */
export function otherServers({ isReplica, replicas }: DatabaseUsage): string | null {
  if (isReplica)
    return 'This server is a standby: its counters know only the queries that it answered itself, so the primary and other standbys may use the index.';
  if (replicas === null)
    return 'Whether standbys are attached may not be seen: their reads are not among these counters.';
  if (replicas === 0) return null;
  return replicas === 1
    ? 'A standby is attached whose reads are not among these counters: look there, too.'
    : `${replicas} standbys are attached whose reads are not among these counters: look there, too.`;
}
