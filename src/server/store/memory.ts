import type { RunRecord, RunSummary } from '../../shared/details';
import type { RunObjects } from '../engine/run-objects';
import { advanceSince, type SinceMap, withSince } from './since';
import { summaryOf } from './summary';
import type { Store } from './types';

/** Only so many are kept whole; of the others the summary stays. */
const WHOLE_RECORDS = 20;
const SUMMARIES = 500;
/** The objects of 10,000 tables have some hundred megabytes: the newest run's, and one more for who still reads it. */
const WITH_OBJECTS = 2;

/**
 * Keeps runs in this process only.
 * @param openedAt ISO 8601, for the note that says since when there is a history
 */
export function createMemoryStore(openedAt: string): Store {
  const records: RunRecord[] = [];
  const kept: RunSummary[] = [];
  const objects = new Map<number, RunObjects>();
  let since: SinceMap = new Map();
  let verdictSince: { verdict: string; startedAt: string } | null = null;
  let lastGreen: { number: number; startedAt: string } | null = null;
  let lastNumber = 0;

  return {
    async add({ report, details, objects: found }) {
      const same = records.find((record) => record.report.runId === report.runId);
      if (same !== undefined) return same;
      since = advanceSince(since, report);
      lastNumber += 1;
      const record = { number: lastNumber, report: withSince(report, since), details };
      objects.set(lastNumber, found);
      objects.delete(lastNumber - WITH_OBJECTS);
      records.push(record);
      if (records.length > WHOLE_RECORDS) records.shift();
      kept.push(summaryOf(record));
      if (kept.length > SUMMARIES) kept.shift();
      const { verdict, startedAt } = report;
      if (verdictSince?.verdict !== verdict) verdictSince = { verdict, startedAt };
      if (verdict === 'pass') lastGreen = { number: lastNumber, startedAt };
      return record;
    },
    latest: async () => records.at(-1) ?? null,
    get: async (number) => records.find((record) => record.number === number) ?? null,
    objects: async (number) => objects.get(number) ?? (number >= 1 && number <= lastNumber ? 'gone' : null),
    summaries: async (limit, before = Number.POSITIVE_INFINITY) =>
      limit <= 0 ? [] : kept.filter(({ number }) => number < before).slice(-limit),
    lastGreen: async () => lastGreen,
    verdictSince: async () => verdictSince?.startedAt ?? null,
    note: () =>
      `Runs are kept in memory since ${openedAt.slice(0, 16).replace('T', ' ')} UTC: the last ${WHOLE_RECORDS} whole, the last ${SUMMARIES} in short. A restart of the dashboard forgets them.`,
  };
}
