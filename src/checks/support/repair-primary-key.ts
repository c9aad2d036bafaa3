import type { Key, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { columnList, nameOf } from './names';
import { statement } from './repair';
import { keysAside, keysOn } from './repair-dependents';
import { alterTableSql, cutName, primaryKeySql, quoteColumns, quoteName, quoteObject } from './sql-text';

const DOUBLES =
  'Fails where rows are doubled, and then leaves an index behind that is not valid: drop that one, clear the doubles, run it again.';

function exclusive(table: Pick<Table, 'schema' | 'name'>) {
  return { lock: 'ACCESS EXCLUSIVE', lockedTable: nameOf(table) } as const;
}

/**
 * A primary key that lacks: its index is built while writes go on, and the key stands on it in a moment.
 * @param guard a unique index on the same columns in the same order that may become the key's
 */
export function addPrimaryKeyStatements(
  table: Table,
  key: Key,
  guard: string | undefined,
): RepairStatement[] {
  if (table.kind !== 'table') return [addWhole(table, key)];
  const index = guard ?? key.name;
  return [
    ...(guard === undefined ? [buildIndex(table, index, key)] : []),
    statement(alterTableSql(table, `ADD ${usingIndex(key, index)}`), 'primary-key', {
      ...exclusive(table),
      ...nulls(table, key),
    }),
  ];
}

/** Another key in the place of the old one. Foreign keys that point to the old one step aside. */
export function replacePrimaryKeyStatements(
  table: Table,
  expected: Key,
  observed: Key,
  tables: readonly Table[],
): RepairStatement[] {
  const pointing = keysOn(tables, table, observed.columns).filter(
    ({ key }) => key.references.schema === table.schema && key.references.table === table.name,
  );
  // One that points to columns that nothing keeps unique any more cannot come back.
  const guarded = (columns: readonly string[]) =>
    isSame(columns, expected.columns) ||
    table.indexes.some(
      (index) =>
        index.unique &&
        index.constraint !== 'primary' &&
        index.predicate === null &&
        isSame(
          columns,
          index.columns.map((column) => column.name ?? ''),
        ),
    );
  const coming = keysAside(pointing.filter(({ key }) => guarded(key.references.columns)));
  const gone = pointing.filter(({ key }) => !guarded(key.references.columns));
  const lost = keysAside(gone).before.map((drop) => ({
    ...drop,
    note: `It points to ${columnList(observed.columns)}, which nothing keeps unique afterwards, so that it cannot come back.`,
  }));
  const drop = `DROP CONSTRAINT ${quoteName(observed.name)}`;
  if (table.kind !== 'table') {
    const swap = statement(alterTableSql(table, drop, `ADD ${primaryKeySql(expected)}`), 'primary-key', {
      ...exclusive(table),
      scans: true,
      dataLoss: 'possible',
    });
    return [...coming.before, ...lost, swap, ...coming.after];
  }
  const index = cutName(expected.name, '_new');
  return [
    ...coming.before,
    ...lost,
    buildIndex(table, index, expected),
    statement(alterTableSql(table, drop, `ADD ${usingIndex(expected, index)}`), 'primary-key', {
      ...exclusive(table),
      ...nulls(table, expected),
    }),
    ...coming.after,
  ];
}

function buildIndex(table: Table, name: string, key: Key): RepairStatement {
  const sql = `CREATE UNIQUE INDEX CONCURRENTLY ${quoteName(name)} ON ${quoteObject(table)} ${quoteColumns(key.columns)}`;
  return statement(sql, 'primary-key', {
    lock: 'SHARE UPDATE EXCLUSIVE',
    lockedTable: nameOf(table),
    scans: true,
    dataLoss: 'possible',
    transaction: 'outside',
    note: DOUBLES,
  });
}

/** On a partitioned table, where an index cannot be built apart. */
function addWhole(table: Table, key: Key): RepairStatement {
  return statement(alterTableSql(table, `ADD ${primaryKeySql(key)}`), 'primary-key', {
    ...exclusive(table),
    scans: true,
    dataLoss: 'possible',
    note: 'Fails where rows are doubled or hold null. Nobody reads or writes the table while its index is built.',
  });
}

function usingIndex(key: Key, index: string): string {
  return `CONSTRAINT ${quoteName(key.name)} PRIMARY KEY USING INDEX ${quoteName(index)}`;
}

/** A key column that may be null becomes NOT NULL, for which all rows are read. */
function nulls(table: Table, key: Key): { scans: boolean; note: string | null } {
  const nullable = table.columns.filter((column) => column.nullable && key.columns.includes(column.name));
  if (nullable.length === 0) return { scans: false, note: null };
  const names = columnList(nullable.map((column) => column.name));
  return { scans: true, note: `Makes ${names} NOT NULL too, and fails while a row holds null there.` };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join('\n') === [...other].sort().join('\n');
}
