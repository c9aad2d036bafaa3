import type { Cache } from '../../src/americano/cache/cache';
import { openCache } from '../../src/americano/cache/process-cache';
import type { RouteDefinition } from '../../src/americano/definition';
import { americanoRoute } from '../../src/americano/route';
import { insightsDashboard } from '../../src/americano/story-5-1/insights-dashboard';
import { patterns } from '../../src/americano/story-5-1/patterns';
import { struggleIndicators } from '../../src/americano/story-5-3/struggle-indicators';
import { strugglePredictions } from '../../src/americano/story-5-3/struggle-predictions';
import { burnoutRisk } from '../../src/americano/story-5-4/burnout-risk';
import { stressProfile } from '../../src/americano/story-5-4/stress-profile';
import { effectiveness } from '../../src/americano/story-5-5/effectiveness';
import { experiments } from '../../src/americano/story-5-5/experiments';
import { articles } from '../../src/americano/story-5-6/articles';
import { CACHE_WAYS, type CacheWay } from '../../src/shared/cache-bench';

type Answer = { text: string; use: string | null };
export type Route = { path: string; ask: () => Promise<Answer> };
export type Ways = {
  routes: readonly Route[];
  /** Those that can be gone here, in their order. */
  names: readonly CacheWay[];
  /** Makes ready for the next read to go this way: which cache, and whether it may have the answer. */
  prepare(way: CacheWay, route: Route): Promise<void>;
  close(): Promise<void>;
};

/** One route as the application serves it, without Next and HTTP around it. */
function served(
  definition: Pick<RouteDefinition<never, never>, 'path'>,
  handler: (request: Request) => Promise<Response>,
): Route {
  const request = () => new Request(`http://localhost${definition.path}?userId=demo-user`);
  return {
    path: definition.path,
    ask: async () => {
      const answer = await handler(request());
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${definition.path} answered ${answer.status}: ${text}`);
      return { text, use: answer.headers.get('x-cache') };
    },
  };
}

const ROUTES: readonly Route[] = [
  served(patterns, americanoRoute(patterns)),
  served(insightsDashboard, americanoRoute(insightsDashboard)),
  served(strugglePredictions, americanoRoute(strugglePredictions)),
  served(struggleIndicators, americanoRoute(struggleIndicators)),
  served(burnoutRisk, americanoRoute(burnoutRisk)),
  served(stressProfile, americanoRoute(stressProfile)),
  served(effectiveness, americanoRoute(effectiveness)),
  served(experiments, americanoRoute(experiments)),
  served(articles, americanoRoute(articles)),
];

/** In: REDIS_URL where there is a Redis. Out: the routes, and the ways of asking them. */
export async function openWays(env: Readonly<Record<string, string | undefined>>): Promise<Ways> {
  const memory = await openCache({ ...env, REDIS_URL: undefined });
  const redis = env.REDIS_URL ? await openCache(env) : null;
  const cacheOf = (way: CacheWay): Cache | null => {
    if (way === 'none') return null;
    return way.startsWith('memory') ? memory : redis;
  };
  return {
    routes: ROUTES,
    names: CACHE_WAYS.filter((way) => redis !== null || !way.startsWith('redis')),
    async prepare(way, route) {
      const cache = cacheOf(way);
      globalThis.americanoCache = Promise.resolve(cache);
      if (way.endsWith('miss')) await cache?.invalidate(['User']);
      // The write of the miss before may be under way yet; what follows on the connection waits for it.
      if (way.endsWith('hit')) await route.ask();
    },
    close: async () => {
      await memory?.close();
      await redis?.close();
    },
  };
}
