import type { ForeignKey, Index, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { addForeignKeyStatements, dropForeignKey } from './repair-foreign-key';
import { createIndexStatements, dropIndexStatements } from './repair-index';
import { alterTableSql, quoteName } from './sql-text';
import { mentions } from './words';

/** What has to step aside before a change and comes back after it. */
export type Aside = { before: RepairStatement[]; after: RepairStatement[] };

/** Indexes of the table whose key, condition or expression reads the column as more than a plain key. */
function readingIndexes(table: Table, column: string): Index[] {
  return table.indexes.filter(
    (index) =>
      index.constraint === null &&
      [index.predicate, ...index.columns.map((key) => key.expression)].some(
        (text) => text !== null && mentions(text, column),
      ),
  );
}

/** Indexes and checks whose expressions read the column: PostgreSQL cannot take them over to another type by itself. */
export function readersAside(table: Table, columns: readonly string[]): Aside {
  const indexes = [...new Set(columns.flatMap((column) => readingIndexes(table, column)))];
  const checks = table.checks.filter((check) => columns.some((column) => mentions(check.expression, column)));
  const exclusive = { lock: 'ACCESS EXCLUSIVE', lockedTable: nameOf(table) } as const;
  return {
    before: [
      ...indexes.flatMap((index) =>
        dropIndexStatements(
          index,
          table,
          'drop-dependent',
          'It reads the column, and comes back after the change.',
        ),
      ),
      ...checks.map((check) =>
        statement(alterTableSql(table, `DROP CONSTRAINT ${quoteName(check.name)}`), 'drop-dependent', {
          ...exclusive,
          note: 'It reads the column, and comes back after the change.',
        }),
      ),
    ],
    after: [
      ...indexes.flatMap((index) => createIndexStatements(index, table)),
      ...checks.flatMap((check) => [
        statement(
          alterTableSql(
            table,
            `ADD CONSTRAINT ${quoteName(check.name)} CHECK (${check.expression}) NOT VALID`,
          ),
          'check',
          exclusive,
        ),
        ...(check.validated
          ? [
              statement(alterTableSql(table, `VALIDATE CONSTRAINT ${quoteName(check.name)}`), 'validate', {
                lock: 'SHARE UPDATE EXCLUSIVE',
                lockedTable: nameOf(table),
                scans: true,
              }),
            ]
          : []),
      ]),
    ],
  };
}

/** A foreign key of whatever table that the column is an end of. */
export function keysOn(
  tables: readonly Table[],
  table: Pick<Table, 'schema' | 'name'>,
  columns: readonly string[],
): { table: Table; key: ForeignKey }[] {
  return tables.flatMap((other) =>
    other.foreignKeys
      .filter(
        (key) =>
          (nameOf(other) === nameOf(table) && key.columns.some((column) => columns.includes(column))) ||
          (key.references.schema === table.schema &&
            key.references.table === table.name &&
            key.references.columns.some((column) => columns.includes(column))),
      )
      .map((key) => ({ table: other, key })),
  );
}

/** Foreign keys that cannot stand while the change is made; each comes back when both of its ends are as they should be. */
export function keysAside(keys: readonly { table: Table; key: ForeignKey }[]): Aside {
  return {
    before: keys.map(({ table, key }) =>
      dropForeignKey(table, key.name, 'drop-dependent', 'It comes back after the change.'),
    ),
    after: keys.flatMap(({ table, key }) => addForeignKeyStatements(table, key)),
  };
}
