import pg from 'pg';
import type { DeclaredQuery, ReadIndexManifest } from '../../shared/index-manifest';
import { type Compared, compare } from './compare';
import { type Cost, costOf } from './inserts';

/** An index pays for a query from so many times as fast at the median on, or … */
export const PAYS_FROM_RATIO = 1.2;
/** … from this share of pages on that it saves. */
export const PAYS_FROM_SAVED = 0.3;

export type MeasuredQuery = Compared & {
  query: string;
  endpoints: string[];
  /** How many times as fast at the median. */
  ratio: number;
  /** The share of pages that it saves; negative where it reads more. */
  saved: number;
  /** Whether the plan takes the index up at all. */
  taken: boolean;
  pays: boolean;
};
export type MeasuredIndex = {
  name: string;
  table: string;
  story: string | null;
  cost: Cost;
  queries: MeasuredQuery[];
  /** For one of its queries at least. */
  pays: boolean;
};

/**
 * Each declared index with each of its queries that has parameters.
 * @param url a database that nobody else uses: its indexes are dropped, in transactions that are rolled back
 */
export async function measureIndexes(
  url: string,
  manifest: ReadIndexManifest,
  { signal, tell }: { signal: AbortSignal; tell(line: string): void },
): Promise<MeasuredIndex[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'driftboard-bench' });
  // A connection that is lost is told by the query that meets it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Statistics for the planner, and the visibility map without which no index alone is enough.
    await client.query('VACUUM (ANALYZE)');
    const measured: MeasuredIndex[] = [];
    for (const [position, { index, queries, story }] of manifest.indexes.entries()) {
      tell(`bench: ${position + 1} of ${manifest.indexes.length}, ${index.name}`);
      const quoted = pg.escapeIdentifier(index.name);
      const results: MeasuredQuery[] = [];
      for (const query of manifest.queries.filter(({ name }) => queries.includes(name))) {
        const { parameters } = query;
        if (parameters === undefined) continue;
        const send = { text: query.sql, values: parameters };
        results.push(judged(query, index.name, await compare(client, send, quoted, signal)));
      }
      const cost = await costOf(client, index.table, index.name, signal);
      const pays = results.some((result) => result.pays);
      measured.push({
        name: index.name,
        table: index.table,
        story: story ?? null,
        cost,
        queries: results,
        pays,
      });
    }
    return measured;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function judged({ name, endpoints }: DeclaredQuery, index: string, compared: Compared): MeasuredQuery {
  const ratio = compared.without.medianMs / compared.with.medianMs;
  const saved = 1 - compared.with.buffers / Math.max(compared.without.buffers, 1);
  const taken = compared.with.indexes.includes(index);
  // What the plan does not use is none of the index's doing.
  const pays = taken && (ratio >= PAYS_FROM_RATIO || saved >= PAYS_FROM_SAVED);
  return { query: name, endpoints, ...compared, ratio, saved, taken, pays };
}
