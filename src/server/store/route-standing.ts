import type { EndpointRow, RouteStanding, RunRecord } from '../../shared/details';
import type { Verdict } from '../../shared/verdict';

/** Of each route by its id how it stood when it was asked last. Of a passing one the last green run is the newest that asked it. */
export type RouteMap = ReadonlyMap<string, RouteStanding>;

type AskedRoutes = { number: number; startedAt: string; routes: readonly { id: string; verdict: Verdict }[] };

/**
 * Carries the standing of the routes one run further. A run that did not ask a route breaks nothing; one that is not
 * declared any more is forgotten.
 */
export function advanceRoutes(before: RouteMap, { number, startedAt, routes }: AskedRoutes): RouteMap {
  const after = new Map<string, RouteStanding>();
  for (const { id, verdict } of routes) {
    const known = before.get(id);
    if (verdict === 'unknown' || verdict === 'skipped') {
      if (known !== undefined) after.set(id, known);
      continue;
    }
    const green = verdict === 'pass';
    after.set(id, {
      verdict,
      since: known?.verdict === verdict ? known.since : startedAt,
      lastGreenNumber: green ? number : (known?.lastGreenNumber ?? null),
      lastGreenAt: green ? startedAt : (known?.lastGreenAt ?? null),
    });
  }
  return after;
}

/** A run's part of it; null where its routes were not measured. */
export function askedRoutes({
  number,
  report,
  details,
}: Pick<RunRecord, 'number' | 'details'> & { report: { startedAt: string } }): AskedRoutes | null {
  return details.endpoints === null
    ? null
    : { number, startedAt: report.startedAt, routes: details.endpoints };
}

/** The same details with its standing written into each route. */
export function withStandings(details: RunRecord['details'], after: RouteMap): RunRecord['details'] {
  if (details.endpoints === null || after.size === 0) return details;
  return { ...details, endpoints: details.endpoints.map((row) => withStanding(row, after.get(row.id))) };
}

/** Of a route that passes in this run the last green one is this one, which need not be said. */
function withStanding(row: EndpointRow, standing: RouteStanding | undefined): EndpointRow {
  if (standing === undefined) return row;
  const told = row.verdict === 'pass' ? { ...standing, lastGreenNumber: null, lastGreenAt: null } : standing;
  return { ...row, standing: told };
}

/** What a kept record says of its routes, over what was known where it did not measure any. */
export function routesOf(record: RunRecord | null, others: RouteMap = new Map()): RouteMap {
  if (record === null || (record.details.endpoints ?? []).length === 0) return others;
  const { number, report, details } = record;
  return new Map(
    details.endpoints?.flatMap(({ id, verdict, standing }) => {
      if (standing === undefined) return [];
      const green = { lastGreenNumber: number, lastGreenAt: report.startedAt };
      return [[id, verdict === 'pass' ? { ...standing, ...green } : standing] as const];
    }),
  );
}
