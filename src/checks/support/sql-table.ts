import type { Table } from '../../shared/database-schema';
import { columnSql, primaryKeySql, quoteObject } from './sql-text';

/** `CREATE TABLE …` with columns and primary key; indexes and foreign keys are statements of their own. */
export function createTableSql(table: Table): string {
  const lines = table.columns.map(columnSql);
  if (table.primaryKey !== null) lines.push(primaryKeySql(table.primaryKey));
  return `CREATE TABLE ${quoteObject(table)} (\n  ${lines.join(',\n  ')}\n);`;
}
