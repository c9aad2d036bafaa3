import type { CacheInfo, CacheReads } from '../shared/cache';
import type { EndpointObservation } from '../shared/endpoints';
import type { Finding } from '../shared/finding';
import type { Thresholds } from '../shared/thresholds';
import { FEWEST_READS, isFaster } from './support/cache-gain';
import { evicting, unreachable } from './support/cache-server-findings';
import { driftFinding } from './support/drift-finding';
import { defineCheck, thresholdsOf } from './types';

/** Does the application's Redis answer, does its memory suffice, and are its keys found? */
export const cacheServer = defineCheck({
  id: 'cache-server',
  group: 'cache',
  title: 'Server of the cache',
  needs: ['cache.server'],
  uses: ['cache.reads', 'endpoints.results'],
  run({ 'cache.server': server, 'cache.reads': reads, 'endpoints.results': endpoints }, settings) {
    if (!server.answers) return { compared: 1, findings: [unreachable(server, failing(endpoints))] };
    const thresholds = thresholdsOf(settings);
    return {
      compared: 1,
      findings: [...evicting(server, thresholds), ...seldomFound(server, reads, thresholds)],
    };
  },
});

/** How many of the endpoints that were asked did not answer as a route that works; null where none was asked. */
function failing(endpoints: EndpointObservation | undefined): { failing: number; of: number } | null {
  const last = (endpoints?.results ?? []).flatMap(({ tries }) => tries.at(-1) ?? []);
  if (last.length === 0) return null;
  return { failing: last.filter(({ status }) => status === null || status >= 500).length, of: last.length };
}

function seldomFound(
  server: CacheInfo,
  reads: CacheReads | undefined,
  { cacheMinimumLookups, cacheMinimumHitRate, cacheMinimumGain }: Thresholds,
): Finding[] {
  const lookups = server.hits + server.misses;
  if (lookups < Math.max(1, cacheMinimumLookups)) return [];
  const rate = server.hits / lookups;
  if (rate >= cacheMinimumHitRate) return [];
  // Where a route is seen to gain by it, the figure of the whole server tells of something else that lies there.
  const gains = (reads?.reads ?? []).some(
    (read) => read.hitMs.length >= FEWEST_READS && isFaster(read, cacheMinimumGain),
  );
  if (gains) return [];
  return [
    driftFinding({
      about: server.url,
      rule: 'cache.ineffective',
      severity: 'warning',
      impact: 'performance',
      subject: { kind: 'cache', name: server.url },
      message: `Of ${lookups} lookups in ${server.url}, ${percent(rate)} found their key, less than ${percent(cacheMinimumHitRate)}.`,
      expected: `at least ${percent(cacheMinimumHitRate)} of the lookups find their key`,
      observed: `${percent(rate)} (${server.hits} of ${lookups})`,
      remedy: {
        kind: 'note',
        text: 'See what is asked for and not kept: lifetimes that are too short, keys that are new each time, entries that are driven out (evicted_keys in INFO).',
      },
    }),
  ];
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
