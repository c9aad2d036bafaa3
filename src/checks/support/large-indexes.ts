import type { Index, Table } from '../../shared/database-schema';
import type { DatabaseUsage, IndexUse } from '../../shared/database-usage';
import type { CheckResult } from '../types';
import { ByName } from './by-name';
import { bytesInWords } from './use-words';
import { countOf, inBrief } from './words';

export type LargeIndex = { index: Index; table: Table; use: IndexUse; sizeBytes: number };

/** The valid btree indexes of so many bytes at least, on what is no partition. */
export function largeIndexes(
  tables: readonly Table[],
  usage: DatabaseUsage,
  minimumBytes: number,
): LargeIndex[] {
  const uses = ByName.of(usage.indexes);
  if (usage.indexes.length === 0) return [];
  return tables.flatMap((table) =>
    table.indexes.flatMap((index): LargeIndex[] => {
      const use = uses.get(index);
      const sizeBytes = use?.sizeBytes ?? null;
      if (use === undefined || sizeBytes === null || sizeBytes < minimumBytes) return [];
      if (index.method !== 'btree' || !index.valid || !index.ready) return [];
      return [{ index, table, use, sizeBytes }];
    }),
  );
}

/**
 * The result of a check that goes by what ANALYZE found out: where the user may not see that, it is unknown; where nobody has
 * run ANALYZE, it is told beside the rest.
 * @param blind indexes of whose columns nothing is known
 */
export function resultByAnalysis(
  result: Pick<CheckResult, 'compared' | 'findings'>,
  blind: readonly LargeIndex[],
  { columnsUnreadable }: DatabaseUsage,
  nothingToCompare: string,
): CheckResult {
  if (blind.length > 0 && columnsUnreadable !== null) return { ...result, unknown: columnsUnreadable };
  const names = inBrief(blind.map(({ index }) => index.name));
  const leftOut = `Of the columns of ${countOf(blind.length, 'large index', 'large indexes')} ANALYZE has found out nothing: ${names}.`;
  if (result.compared > 0) return blind.length > 0 ? { ...result, leftOut } : result;
  return { ...result, nothingToCompare: blind.length > 0 ? leftOut : nothingToCompare };
}

/** Why there is nothing to compare. */
export function noLargeIndex(what: string, minimumBytes: number): string {
  return `No ${what} of at least ${bytesInWords(minimumBytes)} (thresholds.indexMinimumBytes) is known.`;
}
