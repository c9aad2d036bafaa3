import type { IndexManifest, ReadIndex } from '../../../shared/index-manifest';
import { declaredIndex } from '../../sql/declared-index';
import { queryFaults } from '../../sql/declared-query';

/** What a manifest is judged by, beside itself. */
export type Known = {
  /** Where an index without a schema belongs. */
  defaultSchema: string;
  /** The endpoints that the endpoint manifest declares; null where nobody wrote one, or it could not be read. */
  endpoints: readonly string[] | null;
};

/**
 * The indexes of a manifest with their parts, and what it says wrongly, each with its place. `loadSqlParser()` must have
 * been awaited.
 */
export function readIndexes(
  { indexes, queries }: IndexManifest,
  known: Known,
): { read: ReadIndex[]; faults: string[] } {
  const faults: string[] = [];
  const fault = (place: string, what: string) => faults.push(`${place}${what}`);
  const read: ReadIndex[] = [];
  const names = new Set(queries.map(({ name }) => name));
  for (const [position, entry] of indexes.entries()) {
    const place = `indexes[${position}]`;
    const one = declaredIndex(entry.sql, known.defaultSchema);
    if (one.ok) read.push({ ...entry, index: one.index });
    else fault(place, `.sql: ${one.fault}`);
    for (const name of entry.queries) {
      if (!names.has(name)) fault(place, `.queries: no query of the manifest is called "${name}"`);
    }
    for (const what of endpointFaults(entry.endpoints, known)) fault(place, what);
  }
  for (const [position, query] of queries.entries()) {
    const place = `queries[${position}]`;
    for (const what of queryFaults(query.sql, query.parameters?.length ?? null))
      fault(place, `.sql: ${what}`);
    for (const what of endpointFaults(query.endpoints, known)) fault(place, what);
  }
  for (const name of doubled(read.map(({ index }) => `${index.schema}.${index.name}`))) {
    fault('', `the index ${name} is declared more than once`);
  }
  for (const name of doubled(queries.map(({ name }) => name))) {
    fault('', `the query "${name}" is declared more than once`);
  }
  return { read, faults };
}

function endpointFaults(endpoints: readonly string[], { endpoints: known }: Known): string[] {
  if (known === null) return [];
  return endpoints
    .filter((endpoint) => !known.includes(endpoint))
    .map((endpoint) => `.endpoints: the endpoint manifest has no ${endpoint}`);
}

function doubled(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, position) => names.indexOf(name) !== position))];
}
