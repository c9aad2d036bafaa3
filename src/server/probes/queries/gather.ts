import type { DatabaseSchema } from '../../../shared/database-schema';
import type { QueryOrigin, QueryPlans } from '../../../shared/query-plans';
import { type QueryText, readQuery } from './query-text';
import type { FoundQuery, SourceAnswer } from './source';

/** A query as it is planned, from whichever sources know it. */
export type GatheredQuery = Omit<FoundQuery, 'name' | 'sql' | 'endpoints'> & {
  id: string;
  name: string;
  sql: string;
  endpoints: string[];
  /** Null where the text is no query, which `refused` explains. */
  text: QueryText | null;
  refused: string | null;
};

/** In this order of origins the text and the name are taken: a declared one may have values in it that the others lost. */
const ORIGINS: readonly QueryOrigin[] = ['manifest', 'prisma-log', 'pg_stat_statements'];

/**
 * The queries of all sources, each once: two texts that differ only in their values are the same. Of what nobody declared
 * only queries of the watched tables count. `loadSqlParser()` must have been awaited.
 */
export function gather(
  answers: ReadonlyMap<QueryOrigin, SourceAnswer>,
  catalogue: Pick<DatabaseSchema, 'tables'>,
): { queries: GatheredQuery[]; sources: QueryPlans['sources'] } {
  const isWatched = watchedBy(catalogue);
  const byId = new Map<string, GatheredQuery>();
  const sources: QueryPlans['sources'] = [];
  for (const origin of ORIGINS) {
    const answer = answers.get(origin);
    if (answer === undefined) continue;
    let count = 0;
    for (const found of answer.queries ?? []) {
      const read = readQuery(found.sql);
      const text = 'refused' in read ? null : read;
      // What a log or the server tells of other databases' and tools' tables is nobody's fault.
      if (origin !== 'manifest' && (text === null || !text.tables.some(isWatched))) continue;
      count += 1;
      const refused = 'refused' in read ? read.refused : null;
      const id = text?.id ?? `${origin} ${found.name ?? found.sql}`;
      const known = byId.get(id);
      byId.set(id, known === undefined ? gathered(found, id, text, refused) : joined(known, found));
    }
    sources.push({
      origin,
      queries: answer.queries === null ? null : count,
      reason: answer.reason,
    });
  }
  return { queries: [...byId.values()], sources };
}

function gathered(
  found: FoundQuery,
  id: string,
  text: QueryText | null,
  refused: string | null,
): GatheredQuery {
  const { sql, name, endpoints, ...others } = found;
  return {
    ...others,
    id,
    name: name ?? nameOf(text, id),
    sql: sql.trim(),
    endpoints: [...endpoints],
    text,
    refused,
  };
}

/** Two sources know it: what each alone can tell is kept. */
function joined(known: GatheredQuery, found: FoundQuery): GatheredQuery {
  const calls = found.calls === null ? known.calls : found.calls + (known.calls ?? 0);
  return {
    ...known,
    endpoints: [...new Set([...known.endpoints, ...found.endpoints])],
    story: known.story ?? found.story,
    calls,
    meanMs: known.meanMs ?? found.meanMs,
  };
}

const NAMED_TABLES = 3;

/** `SELECT of struggle_predictions, users (3f2a1c)`. */
function nameOf(text: QueryText | null, id: string): string {
  const names = [...new Set((text?.tables ?? []).map(({ name }) => name))];
  const more = names.length > NAMED_TABLES ? ' …' : '';
  return `${text?.verb ?? 'Query'} of ${names.slice(0, NAMED_TABLES).join(', ')}${more} (${id.slice(0, 6)})`;
}

function watchedBy({ tables }: Pick<DatabaseSchema, 'tables'>) {
  const names = new Set(tables.flatMap(({ schema, name }) => [`${schema}.${name}`, name]));
  return ({ schema, name }: { schema: string | null; name: string }) =>
    names.has(schema === null ? name : `${schema}.${name}`);
}
