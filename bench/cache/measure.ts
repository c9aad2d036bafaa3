import pg from 'pg';
import type { CacheBench, CacheWay, MeasuredWay } from '../../src/shared/cache-bench';
import type { Route, Ways } from './ways';

/** Rounds that are not counted: connections are opened, plans made, code compiled. */
const WARM_UP = 5;

/** What `x-cache` has to say on a way; anything else would be measuring something else. */
const SAYS: Record<CacheWay, string | null> = {
  none: null,
  'memory-miss': 'miss',
  'memory-hit': 'hit',
  'redis-miss': 'miss',
  'redis-hit': 'hit',
};

/** Every route on every way, round by round, each round beginning with another way: what disturbs one disturbs all. */
export async function measureRoutes(ways: Ways, rounds: number): Promise<CacheBench['routes']> {
  const count = countStatements();
  const measured = ways.routes.map((route) => ({
    route,
    bytes: 0,
    ways: new Map(ways.names.map((way): [CacheWay, MeasuredWay] => [way, { way, ms: [], statements: 0 }])),
  }));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const one of measured) {
      for (let turn = 0; turn < ways.names.length; turn += 1) {
        const way = ways.names[(turn + round + WARM_UP) % ways.names.length];
        if (way === undefined) continue;
        await ways.prepare(way, one.route);
        const before = count();
        const begun = performance.now();
        const { text } = await asked(one.route, way);
        const tookMs = performance.now() - begun;
        one.bytes = Buffer.byteLength(text);
        const sum = one.ways.get(way);
        if (round < 0 || sum === undefined) continue;
        sum.ms.push(tookMs);
        sum.statements += (count() - before) / rounds;
      }
    }
    if (round % 10 === 0) process.stderr.write(`round ${Math.max(round, 0)} of ${rounds}\n`);
  }
  return measured.map((one) => ({ path: one.route.path, bytes: one.bytes, ways: [...one.ways.values()] }));
}

/** @throws where the answer did not come on the way that is measured */
export async function asked(route: Route, way: CacheWay) {
  const answer = await route.ask();
  if (answer.use === SAYS[way]) return answer;
  throw new Error(
    `${route.path} said ${answer.use ?? 'nothing'} where ${SAYS[way] ?? 'nothing'} was meant (${way}).`,
  );
}

/** Counts what is sent to the database by whoever uses `pg` in this process. */
function countStatements(): () => number {
  let sent = 0;
  const query: unknown = Reflect.get(pg.Client.prototype, 'query');
  if (typeof query !== 'function') throw new Error('pg has no query.');
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    sent += 1;
    return Reflect.apply(query, this, args);
  });
  return () => sent;
}
