import type { ForeignKey, Index, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { addForeignKeyStatements, newTableForeignKey } from './repair-foreign-key';
import { createIndexStatements } from './repair-index';
import { type MigratedParts, tablePartStatements } from './repair-table-parts';
import { createTableSql } from './sql-table';
import { quoteObject } from './sql-text';

export type TableParts = {
  /** Foreign keys of other tables that point to it and went with it. */
  incoming?: readonly { table: Table; key: ForeignKey }[];
  /** Indexes that plain SQL in a migration declares on it. */
  strategic?: readonly Index[];
  /** Which of its keys point to a table that is there, or that another repair makes. */
  canReference?: (key: ForeignKey) => boolean;
  /** What the migrations make of it, where they were replayed. */
  migrated?: MigratedParts | undefined;
};

/** The statements that make a table with all that it carries. It is new, so that nobody waits for it. */
export function createTableStatements(table: Table, parts: TableParts = {}): RepairStatement[] {
  const { incoming = [], strategic = [], canReference = () => true, migrated } = parts;
  const indexes = [...table.indexes, ...strategic].filter(
    (index) => index.constraint !== 'primary' && index.constraint !== 'exclusion',
  );
  return [
    statement(createTableSql(table), 'table', { note: otherKind(migrated?.table) }),
    ...indexes.flatMap((index) => createIndexStatements(index, 'new table')),
    ...table.foreignKeys.filter(canReference).map((key) => newTableForeignKey(table, key)),
    ...(migrated === undefined ? [] : tablePartStatements(migrated)),
    ...incoming.flatMap((other) => addForeignKeyStatements(other.table, other.key)),
  ];
}

/** How a partitioned or foreign table is cut or reached, no catalogue that is read says. */
function otherKind(migrated: Table | undefined): string | null {
  if (migrated === undefined || migrated.kind === 'table') return null;
  return `By the migrations it is a ${migrated.kind}, which this statement does not make: take the CREATE TABLE of the migration in its place.`;
}

/** Takes a table away with its rows: never a repair by itself, only what somebody chooses. */
export function dropTableStatements(table: Table): RepairStatement[] {
  const what = table.kind === 'foreign table' ? 'FOREIGN TABLE' : 'TABLE';
  return [
    statement(`DROP ${what} ${quoteObject(table)}`, 'drop', {
      lock: 'ACCESS EXCLUSIVE',
      lockedTable: nameOf(table),
      dataLoss: table.kind === 'foreign table' ? 'none' : 'certain',
      note: 'All of its rows are lost. Fails while a foreign key or a view of another table needs it.',
    }),
  ];
}
