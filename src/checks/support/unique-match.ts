import type { Index, Table } from '../../shared/database-schema';
import { indexColumnNames } from './index-match';
import { columnList } from './names';

/** A unique index or constraint beside the primary key, whether it stands or not. */
export function isUnique(index: Index): boolean {
  return index.unique && index.constraint !== 'primary' && index.constraint !== 'exclusion';
}

/** One that stands: what is not valid may have doubles below it, and what is not ready takes no part in writes. */
export function enforces(index: Index): boolean {
  return isUnique(index) && index.valid && index.ready;
}

/** Columns in their order, predicate, treatment of nulls: what may not occur twice. Sort order and INCLUDE take no part. */
export function guardInWords(index: Index): string {
  return `${columnList(indexColumnNames(index))}${guardSuffix(index)}`;
}

/** What a guard says beyond its columns, empty for most: ` nulls not distinct where …`. */
export function guardSuffix(index: Index): string {
  const nulls = index.nullsNotDistinct ? ' nulls not distinct' : '';
  return `${nulls}${index.predicate === null ? '' : ` where ${index.predicate}`}`;
}

/** Whether no two rows that `wanted` forbids can get past `live`: the same columns, and no milder. */
export function isAtLeast(live: Index, wanted: Index): boolean {
  return (
    columnList(indexColumnNames(live)) === columnList(indexColumnNames(wanted)) &&
    (live.predicate === null || live.predicate === wanted.predicate) &&
    (live.nullsNotDistinct || !wanted.nullsNotDistinct)
  );
}

/** Whether an index has exactly the columns of the primary key that is expected, in whatever order. */
export function isOnExpectedKey(index: Index, expected: Table): boolean {
  const key = expected.primaryKey?.columns ?? [];
  return key.length > 0 && columnList([...key].sort()) === columnList(indexColumnNames(index).sort());
}
