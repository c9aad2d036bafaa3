import { z } from 'zod';
import type { CacheInfo } from '../../../shared/cache';

const Whole = z.string().regex(/^\d+$/).transform(Number);

/** The lines of INFO that are read (https://redis.io/docs/latest/commands/info); all are there since Redis 2.8. */
const Lines = z.object({
  redis_version: z.string().min(1),
  uptime_in_seconds: Whole,
  keyspace_hits: Whole,
  keyspace_misses: Whole,
  evicted_keys: Whole,
  expired_keys: Whole,
  used_memory: Whole,
  maxmemory: Whole,
  maxmemory_policy: z.string().min(1),
});

type Info = Omit<CacheInfo, 'answers' | 'url' | 'pingMs'>;

/** In: the text of INFO. Out: its figures, or a half sentence that says which line lacks or is none. */
export function readInfo(text: string): { ok: true; value: Info } | { ok: false; reason: string } {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^([^#:][^:]*):(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const parsed = Lines.safeParse(Object.fromEntries(lines));
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    return { ok: false, reason: `does not say in INFO what a Redis says (${names.join(', ')}).` };
  }
  const said = parsed.data;
  return {
    ok: true,
    value: {
      version: said.redis_version,
      uptimeSeconds: said.uptime_in_seconds,
      hits: said.keyspace_hits,
      misses: said.keyspace_misses,
      evictedKeys: said.evicted_keys,
      expiredKeys: said.expired_keys,
      keys: lines.reduce((sum, [name, value]) => sum + keysOf(name, value), 0),
      usedMemoryBytes: said.used_memory,
      maxMemoryBytes: said.maxmemory,
      evictionPolicy: said.maxmemory_policy,
    },
  };
}

/** `db0:keys=12,expires=3,avg_ttl=0` → 12. */
function keysOf(name: string, value: string): number {
  const [, keys] = /^keys=(\d+)/.exec(value) ?? [];
  return /^db\d+$/.test(name) && keys !== undefined ? Number(keys) : 0;
}
