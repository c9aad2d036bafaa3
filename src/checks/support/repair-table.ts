import type { ForeignKey, Index, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { addForeignKeyStatements, newTableForeignKey } from './repair-foreign-key';
import { createIndexStatements } from './repair-index';
import { createTableSql } from './sql-table';
import { quoteObject } from './sql-text';

export type TableParts = {
  /** Foreign keys of other tables that point to it and went with it. */
  incoming?: readonly { table: Table; key: ForeignKey }[];
  /** Indexes that plain SQL in a migration declares on it. */
  strategic?: readonly Index[];
  /** Which of its keys point to a table that is there, or that another repair makes. */
  canReference?: (key: ForeignKey) => boolean;
};

/** The statements that make a table with all that it carries. It is new, so that nobody waits for it. */
export function createTableStatements(table: Table, parts: TableParts = {}): RepairStatement[] {
  const { incoming = [], strategic = [], canReference = () => true } = parts;
  const indexes = [...table.indexes, ...strategic].filter(
    (index) => index.constraint !== 'primary' && index.constraint !== 'exclusion',
  );
  return [
    statement(createTableSql(table), 'table'),
    ...indexes.flatMap((index) => createIndexStatements(index, 'new table')),
    ...table.foreignKeys.filter(canReference).map((key) => newTableForeignKey(table, key)),
    ...incoming.flatMap((other) => addForeignKeyStatements(other.table, other.key)),
  ];
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
