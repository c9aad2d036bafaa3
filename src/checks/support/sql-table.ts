import type { ForeignKey, Table } from '../../shared/database-schema';
import { createIndexSql } from './sql-index';
import { alterTableSql, columnSql, foreignKeySql, primaryKeySql, quoteObject } from './sql-text';

/**
 * The statements that make a table with all that it carries.
 * @param incoming the foreign keys of other tables that point to it and went with it
 */
export function createTableSql(
  table: Table,
  incoming: readonly { table: Table; key: ForeignKey }[] = [],
): string {
  const lines = table.columns.map(columnSql);
  if (table.primaryKey !== null) lines.push(primaryKeySql(table.primaryKey));
  const indexes = table.indexes
    .filter((index) => index.constraint !== 'primary' && index.constraint !== 'exclusion')
    .map((index) => createIndexSql(index));
  const own = table.foreignKeys.map((key) => alterTableSql(table, `ADD ${foreignKeySql(key)}`));
  const others = incoming.map((other) => alterTableSql(other.table, `ADD ${foreignKeySql(other.key)}`));
  const create = `CREATE TABLE ${quoteObject(table)} (\n  ${lines.join(',\n  ')}\n);`;
  return [create, ...indexes, ...own, ...others].join('\n');
}
