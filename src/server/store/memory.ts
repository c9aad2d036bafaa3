import type { RunRecord, RunSummary } from '../../shared/details';
import type { KeptHappening } from '../../shared/happenings';
import type { RunObjects } from '../engine/run-objects';
import { type Facts, factsAfter, factsOf, happeningsBetween } from '../history/facts';
import { incidentRunOf } from '../history/incident-run';
import { type IncidentState, lastsWithin, nextIncident } from '../history/incidents';
import { advanceRoutes, askedRoutes, type RouteMap, routesOf, withStandings } from './route-standing';
import { advanceSince, type SinceMap, withSince } from './since';
import { summaryOf } from './summary';
import type { HappeningPage, Store } from './types';

/** Only so many are kept whole; of the others the summary stays. */
export const WHOLE_RECORDS = 20;
const SUMMARIES = 500;
const MOST_HAPPENINGS = 500;
/** The objects of 10,000 tables have some hundred megabytes: the newest run's, and one more for who still reads it. */
const WITH_OBJECTS = 2;

/** What was known before, for a memory that goes on from there. */
export type Known = {
  latest: RunRecord | null;
  /** Oldest first. */
  summaries: readonly RunSummary[];
  lastGreen: { number: number; startedAt: string } | null;
  verdictSince: string | null;
  /** Oldest first; the last one may go on. */
  incidents: readonly IncidentState[];
  /** Oldest first. */
  happenings: readonly KeptHappening[];
};

export type MemoryStore = Store & {
  /** Takes in a run that has its number and its `since` already. */
  keep(record: RunRecord, objects: RunObjects | null): void;
  /** The objects of a run that it knows already. */
  hold(number: number, objects: RunObjects): void;
};

/**
 * Keeps runs in this process only.
 * @param openedAt ISO 8601, for the note that says since when there is a history
 */
export function createMemoryStore(openedAt: string, known?: Known): MemoryStore {
  const records: RunRecord[] = known?.latest ? [known.latest] : [];
  const kept: RunSummary[] = [...(known?.summaries ?? [])];
  const objects = new Map<number, RunObjects>();
  const incidents: IncidentState[] = [...(known?.incidents ?? [])];
  const happenings: KeptHappening[] = [...(known?.happenings ?? [])];
  let facts: Facts | null = known?.latest ? factsOf(known.latest) : null;
  let routes: RouteMap = routesOf(known?.latest ?? null);
  let since: SinceMap = sinceOf(known?.latest ?? null);
  const lastKnown = kept.at(-1);
  let lastNumber = Math.max(known?.latest?.number ?? 0, lastKnown?.number ?? 0);
  let lastGreen = known?.lastGreen ?? null;
  let verdictSince: { verdict: string; startedAt: string } | null =
    known?.verdictSince && lastKnown ? { verdict: lastKnown.verdict, startedAt: known.verdictSince } : null;

  function keep(record: RunRecord, found: RunObjects | null): void {
    const { number, report } = record;
    since = advanceSince(sinceOf(record, since), report);
    routes = routesOf(record, routes);
    lastNumber = number;
    if (found !== null) objects.set(number, found);
    for (const old of objects.keys()) if (old <= number - WITH_OBJECTS) objects.delete(old);
    records.push(record);
    if (records.length > WHOLE_RECORDS) records.shift();
    kept.push(summaryOf(record));
    if (kept.length > SUMMARIES) kept.shift();
    advanceIncident(record);
    const seen = factsOf(record);
    happenings.push(...happeningsBetween(facts, seen, { number, startedAt: report.startedAt }));
    happenings.splice(0, happenings.length - MOST_HAPPENINGS);
    facts = factsAfter(facts, seen);
    const { verdict, startedAt } = report;
    if (verdictSince?.verdict !== verdict) verdictSince = { verdict, startedAt };
    if (verdict === 'pass') lastGreen = { number, startedAt };
  }

  function advanceIncident(record: RunRecord): void {
    const last = incidents.at(-1);
    const open = last?.ended === null ? last : null;
    if (open !== null) incidents.pop();
    const { ended, current } = nextIncident(open, incidentRunOf(record));
    incidents.push(...[ended, current].filter((incident) => incident !== null));
    const oldest = kept[0]?.number ?? 0;
    while ((incidents[0]?.ended?.number ?? oldest) < oldest) incidents.shift();
  }

  return {
    async add({ report, details, objects: found }) {
      const same = records.find((record) => record.report.runId === report.runId);
      if (same !== undefined) return same;
      const number = lastNumber + 1;
      const asked = askedRoutes({ number, report, details });
      const record = {
        number,
        report: withSince(report, advanceSince(since, report)),
        details: asked === null ? details : withStandings(details, advanceRoutes(routes, asked)),
      };
      keep(record, found);
      return record;
    },
    keep,
    hold: (number, found) => void objects.set(number, found),
    latest: async () => records.at(-1) ?? null,
    get: async (number) => records.find((record) => record.number === number) ?? null,
    objects: async (number) => objects.get(number) ?? (number >= 1 && number <= lastNumber ? 'gone' : null),
    summaries: async (limit, before = Number.POSITIVE_INFINITY) =>
      limit <= 0 ? [] : kept.filter(({ number }) => number < before).slice(-limit),
    lastGreen: async () => lastGreen,
    verdictSince: async () => verdictSince?.startedAt ?? null,
    incidents: async (from, to) => incidents.filter((incident) => lastsWithin(incident, from, to)),
    happenings: async (page) =>
      happenings.filter((one) => isOn(page, one)).sort((a, b) => a.at.localeCompare(b.at)),
    note: () =>
      `Runs are kept in memory since ${openedAt.slice(0, 16).replace('T', ' ')} UTC: the last ${WHOLE_RECORDS} whole, the last ${SUMMARIES} in short. A restart of the dashboard forgets them.`,
  };
}

function isOn({ from, to, after, until }: HappeningPage, { number, at }: KeptHappening): boolean {
  if (number !== null) return number >= from && number <= to;
  return (after === null || at > after) && (until === null || at <= until);
}

/** What a record says of its findings, over what was known of others: their check may not have looked. */
function sinceOf(record: RunRecord | null, others: SinceMap = new Map()): SinceMap {
  const entries = record?.report.checks.flatMap(({ id, findings }) =>
    findings.flatMap(({ key, since }) =>
      since === undefined ? [] : [[key, { since, checkId: id }] as const],
    ),
  );
  return new Map([...others, ...(entries ?? [])]);
}
