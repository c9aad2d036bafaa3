import type { CacheAway, CacheInfo } from '../../shared/cache';
import type { Finding } from '../../shared/finding';
import type { Thresholds } from '../../shared/thresholds';
import { driftFinding } from './drift-finding';
import { countOf } from './words';

/** From this share of its limit on a memory counts as full: Redis keeps to the limit by a few percent. */
const FULL_FRACTION = 0.95;

/** A server that does not answer breaks nothing where the routes answer without it. */
export function unreachable(
  { url, reason }: CacheAway,
  endpoints: { failing: number; of: number } | null,
): Finding {
  const breaks = endpoints !== null && endpoints.failing > 0;
  return driftFinding({
    about: url,
    rule: 'cache.unreachable',
    severity: breaks ? 'error' : 'warning',
    impact: breaks ? 'read' : 'performance',
    subject: { kind: 'cache', name: url },
    message: `The cache at ${url} does not answer, ${meanwhile(endpoints)}. ${reason}`,
    expected: 'a Redis that answers PING',
    observed: reason,
    remedy: {
      kind: 'note',
      text: 'Start the Redis, or correct the address; look in its log for why it ended or hangs.',
    },
  });
}

function meanwhile(endpoints: { failing: number; of: number } | null): string {
  if (endpoints === null) return 'and whether the application works without it was not seen';
  if (endpoints.failing === 0)
    return `and the application works without it: none of ${countOf(endpoints.of, 'endpoint')} fails`;
  return `and ${endpoints.failing} of ${countOf(endpoints.of, 'endpoint')} of the application ${endpoints.failing === 1 ? 'fails' : 'fail'} meanwhile`;
}

/** Memory that does not suffice: writes that are refused, or entries that are driven out before they were of use. */
export function evicting(
  server: CacheInfo,
  { cacheMinimumLookups, cacheEvictedFraction }: Thresholds,
): Finding[] {
  const { url, maxMemoryBytes, usedMemoryBytes, evictionPolicy, evictedKeys } = server;
  if (maxMemoryBytes === 0) return [];
  const limit = `${megabytes(usedMemoryBytes)} of ${megabytes(maxMemoryBytes)}`;
  if (evictionPolicy === 'noeviction' && usedMemoryBytes >= maxMemoryBytes * FULL_FRACTION)
    return [
      finding(server, {
        message: `The memory of ${url} is full (${limit}) and its policy is noeviction, so it refuses every write.`,
        expected: 'room for new entries, or a policy that makes some',
        observed: `${limit} in use, noeviction`,
        remedy: {
          kind: 'command',
          text: 'redis-cli CONFIG SET maxmemory-policy allkeys-lru',
        },
      }),
    ];
  const lookups = server.hits + server.misses;
  if (lookups < Math.max(1, cacheMinimumLookups) || evictedKeys < lookups * cacheEvictedFraction) return [];
  const share = `${((evictedKeys / lookups) * 100).toFixed(1)} %`;
  return [
    finding(server, {
      message: `${url} has driven out ${evictedKeys} keys in ${lookups} lookups (${share}), with ${limit} in use: it is too small for what is kept there.`,
      expected: `fewer than ${Math.ceil(lookups * cacheEvictedFraction)} keys driven out in ${lookups} lookups`,
      observed: `${evictedKeys} keys, policy ${evictionPolicy}`,
      remedy: {
        kind: 'note',
        text: 'Give it more memory (maxmemory), keep entries for a shorter time, or keep fewer of them.',
      },
    }),
  ];
}

type Parts = Pick<Finding, 'message' | 'expected' | 'observed' | 'remedy'>;

function finding({ url }: CacheInfo, parts: Parts): Finding {
  return driftFinding({
    about: url,
    rule: 'cache.evicting',
    severity: 'warning',
    impact: 'performance',
    subject: { kind: 'cache', name: url },
    ...parts,
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
