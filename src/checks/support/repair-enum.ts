import type { EnumType, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { columnsOfType } from './enum-sql';
import { nameOf } from './names';
import { statement } from './repair';
import { columnReaders } from './repair-column-readers';
import { readersAside } from './repair-dependents';
import {
  alterTableSql,
  createEnumSql,
  cutName,
  defaultSql,
  quoteName,
  quoteObject,
  quoteText,
} from './sql-text';
import { viewsInOrder } from './view-sql';
import { sentences } from './words';

/**
 * The statements that add a value at its place. Where values before it lack as well, these come first, so that the
 * place is right whichever finding's repair is pasted first.
 */
export function addValueStatements(
  expected: EnumType,
  present: readonly string[],
  value: string,
): RepairStatement[] {
  return addValueSteps(expected, present, value).map((step) =>
    statement(`ALTER TYPE ${quoteObject(expected)} ADD VALUE IF NOT EXISTS ${step}`, 'enum', {
      // Within a transaction it would be there, but nothing could use it before the end.
      transaction: 'outside',
    }),
  );
}

function addValueSteps(expected: EnumType, present: readonly string[], value: string): string[] {
  const position = expected.values.indexOf(value);
  const before = expected.values[position - 1];
  if (before !== undefined) {
    const place = `${quoteText(value)} AFTER ${quoteText(before)}`;
    return present.includes(before) ? [place] : [...addValueSteps(expected, present, before), place];
  }
  const after = expected.values.find((other) => present.includes(other));
  return [after === undefined ? quoteText(value) : `${quoteText(value)} BEFORE ${quoteText(after)}`];
}

export type Remaking = { dataLoss: RepairStatement['dataLoss']; note: string };

/**
 * PostgreSQL neither reorders values nor takes one away: the type is made anew, and every column of it is moved over,
 * with its default. Indexes and checks that read such a column step aside meanwhile.
 */
export function remakeEnumStatements(
  target: EnumType,
  tables: readonly Table[],
  { dataLoss, note }: Remaking,
): RepairStatement[] {
  const old = { schema: target.schema, name: cutName(target.name, '_old') };
  const uses = columnsOfType(target, tables).filter(({ table }) => table.kind.endsWith('table'));
  const usedTables = [...new Set(uses.map(({ table }) => table))];
  const aside = usedTables.map((table) =>
    readersAside(
      table,
      uses.filter((use) => use.table === table).map(({ column }) => column.name),
    ),
  );
  const dependents = usedTables.map((table) =>
    columnReaders(
      tables,
      table,
      uses.filter((use) => use.table === table).map(({ column }) => column.name),
      [target.name],
    ),
  );
  const obstacles = [...new Set(dependents.flatMap((one) => one.obstacles))];
  const moves = uses.map(({ table, column }) => {
    const name = quoteName(column.name);
    const list = column.type.endsWith('[]') ? '[]' : '';
    const type = `${quoteObject(target)}${list}`;
    const change = `ALTER COLUMN ${name} TYPE ${type} USING ${name}::text${list}::${type}`;
    const actions =
      column.default === null
        ? [change]
        : [
            `ALTER COLUMN ${name} DROP DEFAULT`,
            change,
            `ALTER COLUMN ${name} SET DEFAULT ${defaultSql(column.default, type)}`,
          ];
    return statement(alterTableSql(table, ...actions), 'enum', {
      lock: 'ACCESS EXCLUSIVE',
      lockedTable: nameOf(table),
      rewrites: true,
      dataLoss,
      note: sentences(
        note,
        'The whole table is written anew: nobody reads or writes it meanwhile.',
        ...obstacles,
      ),
    });
  });
  return [
    ...once(dependents.flatMap(({ before }) => before)),
    ...aside.flatMap(({ before }) => before),
    statement(`ALTER TYPE ${quoteObject(target)} RENAME TO ${quoteName(old.name)}`, 'enum'),
    statement(createEnumSql(target), 'enum'),
    ...moves,
    statement(`DROP TYPE ${quoteObject(old)}`, 'enum', {
      note: 'Fails while a function, or a view or table of a schema that is not looked at, uses the type: make that anew in the same transaction.',
    }),
    ...aside.flatMap(({ after }) => after),
    ...viewsInOrder(once(dependents.flatMap(({ after }) => after))),
  ];
}

/** Two tables may be read by one view. */
function once(statements: readonly RepairStatement[]): RepairStatement[] {
  return [...new Map(statements.map((one) => [one.sql, one])).values()];
}

/** Takes a whole type away: never a repair by itself, only what somebody chooses. */
export function dropEnumStatements(type: EnumType): RepairStatement[] {
  return [
    statement(`DROP TYPE ${quoteObject(type)}`, 'drop', {
      note: 'Fails while a column, a function or a view uses it.',
    }),
  ];
}
