import type { Observed } from '../../checks/types';
import type { CacheServer } from '../../shared/cache';
import type { Settings } from '../../shared/config';
import type { DatabaseSchema } from '../../shared/database-schema';
import type { DatabaseUsage } from '../../shared/database-usage';
import type { DeleteActions, EndpointRow, RunDetails, UsageSpan } from '../../shared/details';
import { settingPrints } from '../history/setting-prints';
import { clientDetails } from './details-client';
import { migrationRows } from './details-migrations';
import type { Judged } from './judged';
import { countsOf, type RunObjects, unreadSides } from './run-objects';

/**
 * What the pages show beyond the report and what travels with it: which sides were read, the client's four columns, the
 * endpoints' answers. A part whose observation failed is null, so that a page can say "not measured".
 * @param reasons why an observation failed or is not configured, by its name
 */
export function runDetails(
  values: Partial<Observed>,
  endpoints: EndpointRow[] | null,
  objects: RunObjects,
  { judged, reasons, settings }: { judged: Judged; reasons: ReadonlyMap<string, string>; settings: Settings },
): RunDetails {
  return {
    counts: countsOf(objects),
    unread: unreadSides(values, reasons),
    replayedOn: values['migrations.replay']?.server ?? null,
    migrations: migrationRows(values, judged.checks),
    engineDiagnosis: values['migrations.engine'] ?? null,
    client: clientDetails(values),
    endpoints,
    server:
      values['database.server'] === undefined
        ? null
        : { version: values['database.server'].version, database: values['database.server'].database },
    coverage: objects.byStory,
    settings: settingPrints(settings),
    usage: orWhy(spanOf(values['database.usage']), reasons.get('database.usage')),
    foreignKeys: orWhy(deleteActions(values['database.catalogue']), reasons.get('database.catalogue')),
    querySources: orWhy(values['queries.plans']?.sources, reasons.get('queries.plans')),
    cache: {
      server: cacheServerOf(values['cache.server'], reasons.get('cache.server')),
      reads: orWhy(values['cache.reads'], reasons.get('cache.reads')),
    },
  };
}

/** What the cache's server says of itself, or why it says nothing: also because it does not answer. */
function cacheServerOf(server: CacheServer | undefined, reason: string | undefined) {
  return server?.answers === false ? { value: null, reason: server.reason } : orWhy(server, reason);
}

/** A value that was observed, or why it was not. */
function orWhy<T>(value: T | undefined, reason: string | undefined) {
  return value === undefined
    ? { value: null, reason: reason ?? 'No check of this run asked for it.' }
    : { value, reason: null };
}

/** Without the counters, which are too many to travel with a run. */
function spanOf(usage: DatabaseUsage | undefined): UsageSpan | undefined {
  if (usage === undefined) return undefined;
  const { now: _now, tables: _tables, indexes: _indexes, columns: _columns, ...span } = usage;
  return span;
}

function deleteActions(catalogue: DatabaseSchema | undefined): DeleteActions | undefined {
  if (catalogue === undefined) return undefined;
  const counts: DeleteActions = {};
  for (const { foreignKeys } of catalogue.tables) {
    for (const { onDelete } of foreignKeys) counts[onDelete] = (counts[onDelete] ?? 0) + 1;
  }
  return counts;
}
