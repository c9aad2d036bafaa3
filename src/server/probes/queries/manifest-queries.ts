import type { IndexManifest } from '../../../shared/index-manifest';
import type { Observation } from '../../../shared/observation';
import type { SourceAnswer } from './source';

/** The queries that the index manifest declares; null where no manifest is set. */
export function manifestQueries(manifest: Observation<IndexManifest>): SourceAnswer | null {
  if (!manifest.ok)
    return manifest.notConfigured === undefined ? { queries: null, reason: manifest.reason } : null;
  const queries = manifest.value.queries.map(({ name, sql, endpoints, story }) => ({
    origin: 'manifest' as const,
    sql,
    name,
    endpoints,
    story: story ?? null,
    calls: null,
    meanMs: null,
  }));
  return { queries, reason: null };
}
