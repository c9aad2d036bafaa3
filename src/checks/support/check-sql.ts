import type { CheckConstraint } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { alterTableSql, quoteName } from './sql-text';

/** `CHECK (price > 0)`, with what sets its state apart. */
export function checkText(check: CheckConstraint): string {
  const inherit = check.noInherit ? ' NO INHERIT' : '';
  return `CHECK (${check.expression})${inherit}${check.enforced ? '' : ' NOT ENFORCED'}`;
}

/**
 * Adds a check without holding up writes while the table is read: NOT VALID first, then validated. One that is not
 * enforced is never validated.
 */
export function checkSql(table: { schema: string; name: string }, check: CheckConstraint): RepairStatement[] {
  const lockedTable = nameOf(table);
  const online = check.enforced;
  const add = statement(
    alterTableSql(
      table,
      `ADD CONSTRAINT ${quoteName(check.name)} ${checkText(check)}${online ? ' NOT VALID' : ''}`,
    ),
    'check',
    { lock: 'ACCESS EXCLUSIVE', lockedTable },
  );
  if (!online || !check.validated) return [add];
  return [
    add,
    statement(alterTableSql(table, `VALIDATE CONSTRAINT ${quoteName(check.name)}`), 'validate', {
      lock: 'SHARE UPDATE EXCLUSIVE',
      lockedTable,
      scans: true,
      note: 'Fails at the first row that does not fit; reads and writes go on meanwhile.',
    }),
  ];
}
