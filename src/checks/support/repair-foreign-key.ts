import type { ForeignKey } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { alterTableSql, foreignKeySql, quoteName } from './sql-text';

type TableName = { schema: string; name: string };

/** A foreign key on a table that the same repair has just made and that is empty: nothing is there to be checked. */
export function newTableForeignKey(table: TableName, key: ForeignKey): RepairStatement {
  return statement(alterTableSql(table, `ADD ${foreignKeySql(key)}`), 'foreign-key', {
    lock: 'SHARE ROW EXCLUSIVE',
    lockedTable: targetOf(key),
  });
}

/** A foreign key on a table in use: added for new rows at once, then the old rows are checked without a lock that hurts. */
export function addForeignKeyStatements(table: TableName, key: ForeignKey): RepairStatement[] {
  return [
    statement(alterTableSql(table, `ADD ${foreignKeySql(key)} NOT VALID`), 'foreign-key', {
      lock: 'SHARE ROW EXCLUSIVE',
      lockedTable: nameOf(table),
      note: `Writes to ${nameOf(table)} and ${targetOf(key)} wait for a moment; old rows are checked by the VALIDATE after it.`,
    }),
    validateForeignKey(table, key.name),
  ];
}

/** Checks the old rows: reads and writes go on meanwhile. */
export function validateForeignKey(table: TableName, name: string): RepairStatement {
  return statement(alterTableSql(table, `VALIDATE CONSTRAINT ${quoteName(name)}`), 'validate', {
    lock: 'SHARE UPDATE EXCLUSIVE',
    lockedTable: nameOf(table),
    scans: true,
    note: 'Fails while a row points to nothing: mend or remove such rows first. Reads and writes go on meanwhile.',
  });
}

/** One key in the place of another in a single step, so that no row slips in between. */
export function replaceForeignKeyStatements(
  table: TableName,
  key: ForeignKey,
  old: ForeignKey,
): RepairStatement[] {
  const change = alterTableSql(
    table,
    `DROP CONSTRAINT ${quoteName(old.name)}`,
    `ADD ${foreignKeySql(key)} NOT VALID`,
  );
  return [
    statement(change, 'foreign-key', { lock: 'ACCESS EXCLUSIVE', lockedTable: nameOf(table) }),
    validateForeignKey(table, key.name),
  ];
}

export function dropForeignKey(
  table: TableName,
  name: string,
  phase: RepairStatement['phase'],
  note: string | null = null,
): RepairStatement {
  return statement(alterTableSql(table, `DROP CONSTRAINT ${quoteName(name)}`), phase, {
    lock: 'ACCESS EXCLUSIVE',
    lockedTable: nameOf(table),
    note,
  });
}

function targetOf(key: ForeignKey): string {
  return nameOf({ schema: key.references.schema, name: key.references.table });
}
