import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { RowKind, Rows } from '@/shared/rows';
import { request } from './request';

export type RowsByKind = { [K in RowKind]?: Rows[K][] | undefined };

/** The rows with which the server rendered the page, where they were few enough to come with it. */
export const SeedRows = createContext<{ number: number; rows: RowsByKind } | null>(null);

/**
 * `GET /api/health/runs/{number}/rows`, page after page. Each page is parsed on its own, so that the browser can draw
 * and listen in between.
 */
export async function fetchRows<K extends RowKind>(
  number: number,
  kind: K,
  signal: AbortSignal,
): Promise<Rows[K][]> {
  const rows: Rows[K][] = [];
  for (;;) {
    const url = `/api/health/runs/${number}/rows?kind=${kind}&from=${rows.length}`;
    const page = await request(url, (contracts) => contracts.RowsPage[kind], { signal });
    for (const row of page.rows) rows.push(row);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

/** What a run saw does not change; only the newest run's rows are asked for, so older ones are soon dropped. */
export function rowsQuery<K extends RowKind>(number: number, kind: K) {
  return queryOptions({
    queryKey: ['rows', number, kind],
    queryFn: ({ signal }) => fetchRows(number, kind, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    structuralSharing: false,
  });
}

/**
 * The rows of a run. Until they are here, those of the run before stand in their place (`older`), so that nothing jumps.
 * @param wanted false where nobody looks at them
 */
export function useRows<K extends RowKind>(
  number: number,
  kind: K,
  wanted = true,
): { rows: readonly Rows[K][] | null; older: boolean; error: Error | null } {
  const seed = useContext(SeedRows);
  const initialData: Rows[K][] | undefined = seed?.number === number ? seed.rows[kind] : undefined;
  const { data, error, isPlaceholderData } = useQuery({
    ...rowsQuery(number, kind),
    enabled: wanted,
    initialData,
    placeholderData: keepPreviousData,
  });
  return { rows: data ?? null, older: isPlaceholderData, error };
}
