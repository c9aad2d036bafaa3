import type { Column, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { columnReaders } from './repair-column-readers';
import { keysAside, keysOn, readersAside } from './repair-dependents';
import { typeChange } from './repair-type-change';
import { alterTableSql, defaultSql, quoteName } from './sql-text';
import { sentences } from './words';

const NOTHING = { before: [], after: [] };

/**
 * A column of another type. A default steps aside and comes back as the schema has it; so do the indexes, checks and
 * foreign keys that stand on the column, where its values do not keep their meaning for them, and in any case the views,
 * policies, triggers and generated columns that read it.
 * @param tables all live ones: foreign keys of others may point to the column
 */
export function typeStatements(
  table: Table,
  expected: Column,
  observed: Column,
  tables: readonly Table[],
): RepairStatement[] {
  const name = quoteName(expected.name);
  const change = typeChange(observed.type, expected.type, name);
  const using = change.using === null ? '' : ` USING ${change.using}`;
  const alter = `ALTER COLUMN ${name} TYPE ${expected.type}${using}`;
  // The next value of a sequence suits every whole number; any other default is of the old type.
  const isCounter = observed.default === 'nextval' || expected.identity !== null;
  const isComputed = expected.generated !== null || observed.generated !== null;
  const keeps = isCounter || isComputed;
  const steps = [
    ...(observed.default === null || keeps ? [] : [`ALTER COLUMN ${name} DROP DEFAULT`]),
    alter,
    ...(expected.default === null || expected.default === 'nextval' || keeps
      ? []
      : [`ALTER COLUMN ${name} SET DEFAULT ${defaultSql(expected.default, expected.type)}`]),
  ];
  const readers = change.alike ? NOTHING : readersAside(table, [expected.name]);
  const keys = change.alike ? NOTHING : keysAside(keysOn(tables, table, [expected.name]));
  const dependents = columnReaders(tables, table, [expected.name]);
  return [
    ...dependents.before,
    ...keys.before,
    ...readers.before,
    statement(alterTableSql(table, ...steps), 'column', {
      lock: 'ACCESS EXCLUSIVE',
      lockedTable: nameOf(table),
      rewrites: change.rewrites,
      dataLoss: change.dataLoss,
      note: sentences(
        change.note,
        change.rewrites
          ? 'The whole table is written anew and its indexes on the column are rebuilt: nobody reads or writes it meanwhile.'
          : null,
        ...dependents.obstacles,
      ),
    }),
    ...readers.after,
    ...keys.after,
    ...dependents.after,
  ];
}
