import type { ForeignKey, Index, Table } from '../../shared/database-schema';

/** The foreign keys of a table that no other index of it would serve, were this one gone. */
export function onlyCoverOf(index: Index, table: Table): ForeignKey[] {
  return table.foreignKeys.filter(
    (key) => serves(index, key) && !table.indexes.some((other) => other !== index && serves(other, key)),
  );
}

/** Whether its first columns are those of the key, in any order: then a row that goes is looked for with it. */
function serves(index: Index, { columns }: ForeignKey): boolean {
  if (!index.valid || !index.ready || index.predicate !== null || index.method !== 'btree') return false;
  const leading = index.columns.slice(0, columns.length).map(({ name }) => name);
  return columns.every((column) => leading.includes(column));
}
