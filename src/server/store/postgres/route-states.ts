import { RouteStanding } from '../../../shared/details';
import { advanceRoutes, askedRoutes, type RouteMap } from '../route-standing';
import { inPieces, type Transaction } from './client';
import { readSummaries } from './read';

type Place = { id: number; name: string };

/** A store that was kept before routes had a standing is read back so far. */
const RUNS_BACK = 500;

/**
 * Carries the standing of an environment's routes one run further, in the transaction that adds this run.
 * @returns empty where its routes were not measured
 */
export async function keepRouteStates(
  transaction: Transaction,
  place: Place,
  run: Parameters<typeof askedRoutes>[0],
): Promise<RouteMap> {
  const asked = askedRoutes(run);
  if (asked === null || asked.routes.length === 0) return new Map();
  const before = await standings(transaction, place);
  const after = advanceRoutes(before, asked);
  const gone = [...before.keys()].filter((id) => !after.has(id));
  for (const route of inPieces(gone)) {
    await transaction.routeState.deleteMany({ where: { environmentId: place.id, route: { in: route } } });
  }
  const other = [...after].filter(([id, standing]) => before.get(id) !== standing);
  for (const piece of inPieces(other)) await write(transaction, place.id, piece);
  return after;
}

async function standings(transaction: Transaction, { id, name }: Place): Promise<RouteMap> {
  const rows = await transaction.routeState.findMany({ where: { environmentId: id } });
  if (rows.length > 0) {
    return new Map(
      rows.map(({ route, since, lastGreenAt, ...row }) => [
        route,
        RouteStanding.parse({
          ...row,
          since: since.toISOString(),
          lastGreenAt: lastGreenAt?.toISOString() ?? null,
        }),
      ]),
    );
  }
  let before: RouteMap = new Map();
  const runs = await readSummaries(transaction, name, { limit: RUNS_BACK });
  for (const { number, startedAt, endpoints } of runs.reverse()) {
    const routes = Object.entries(endpoints).map(([route, { verdict }]) => ({ id: route, verdict }));
    if (routes.length > 0) before = advanceRoutes(before, { number, startedAt, routes });
  }
  return before;
}

/** All in one statement: a run passes most of its routes, and each of them has a new last green run. */
async function write(
  transaction: Transaction,
  environmentId: number,
  standings: readonly (readonly [string, RouteStanding])[],
): Promise<void> {
  const column = <T>(of: (standing: RouteStanding) => T) => standings.map(([, standing]) => of(standing));
  await transaction.$executeRaw`
    INSERT INTO route_states (environment_id, route, verdict, since, last_green_number, last_green_at)
    SELECT ${environmentId}, row.*
    FROM unnest(
      ${standings.map(([id]) => id)}::text[],
      ${column(({ verdict }) => verdict)}::text[],
      ${column(({ since }) => since)}::timestamptz[],
      ${column(({ lastGreenNumber }) => lastGreenNumber)}::int[],
      ${column(({ lastGreenAt }) => lastGreenAt)}::timestamptz[]
    ) row
    ON CONFLICT (environment_id, route) DO UPDATE SET verdict = excluded.verdict, since = excluded.since,
      last_green_number = excluded.last_green_number, last_green_at = excluded.last_green_at`;
}
