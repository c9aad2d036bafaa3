import type { Table } from '../../shared/database-schema';

/** Whether a value of this column can stand in the table only once: it alone is the primary key or a unique index. */
export function isUniqueAlone(table: Table, column: string): boolean {
  return table.indexes.some(
    (index) =>
      index.unique &&
      index.valid &&
      index.predicate === null &&
      index.columns.length === 1 &&
      index.columns[0]?.name === column,
  );
}
