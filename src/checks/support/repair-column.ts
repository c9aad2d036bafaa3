import type { Column, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { columnReaders } from './repair-column-readers';
import { alterTableSql, columnSql, cutName, defaultSql, quoteName, quoteObject, quoteText } from './sql-text';
import { sentences } from './words';

/** From so many rows on, reading them all under a lock that stops everybody is worth three more statements. */
const LARGE_TABLE_ROWS = 100_000;

/** What every ALTER COLUMN takes, if only for a moment. */
function exclusive(table: Pick<Table, 'schema' | 'name'>) {
  return { lock: 'ACCESS EXCLUSIVE', lockedTable: nameOf(table) } as const;
}

/** A column that lacks. Where rows could not be given a value, it comes nullable first, and NOT NULL once it is filled. */
export function addColumnStatements(table: Table, column: Column): RepairStatement[] {
  const fills =
    column.nullable || column.default !== null || column.identity !== null || column.generated !== null;
  const rewrites = writesEachRow(column);
  const add = statement(
    alterTableSql(table, `ADD COLUMN ${columnSql(fills ? column : { ...column, nullable: true })}`),
    'column',
    {
      ...exclusive(table),
      rewrites,
      note: rewrites
        ? 'Each row gets a value of its own, so the whole table is written anew: nobody reads or writes it meanwhile.'
        : fills
          ? null
          : 'Without NOT NULL and without a default at first: nobody knows what the rows that are there should hold.',
    },
  );
  if (fills) return [add];
  const name = quoteName(column.name);
  return [
    add,
    statement(alterTableSql(table, `ALTER COLUMN ${name} SET NOT NULL`), 'column', {
      ...exclusive(table),
      scans: true,
      note: `Fails while a row holds null. Fill them before it: UPDATE ${quoteObject(table)} SET ${name} = … WHERE ${name} IS NULL;`,
    }),
  ];
}

/** Defaults that are the same for every row of a statement; any other call may give each row another value. */
const ONE_VALUE = /^(CURRENT_\w+|LOCALTIME\w*|now\(\)|transaction_timestamp\(\)|statement_timestamp\(\))$/i;

function writesEachRow(column: Column): boolean {
  if (column.generated !== null) return column.generated === 'stored';
  if (column.identity !== null || column.default === 'nextval') return true;
  if (column.default === null || ONE_VALUE.test(column.default)) return false;
  return /\w\s*\(/.test(column.default.replace(/'(?:[^']|'')*'/g, "''"));
}

/** What lets null in, or keeps it out: on a large table in a way in which nobody waits for the reading of all rows. */
export function nullabilityStatements(table: Table, column: Column): RepairStatement[] {
  const name = quoteName(column.name);
  if (column.nullable) {
    return [
      statement(alterTableSql(table, `ALTER COLUMN ${name} DROP NOT NULL`), 'column', exclusive(table)),
    ];
  }
  const set = alterTableSql(table, `ALTER COLUMN ${name} SET NOT NULL`);
  const fails = `Fails while a row holds null: look for them with SELECT count(*) FROM ${quoteObject(table)} WHERE ${name} IS NULL; and fill them first.`;
  if ((table.rowEstimate ?? 0) < LARGE_TABLE_ROWS) {
    return [statement(set, 'column', { ...exclusive(table), scans: true, note: fails })];
  }
  const check = quoteName(cutName(`${table.name}_${column.name}`, '_not_null_check'));
  return [
    statement(
      alterTableSql(table, `ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`),
      'column',
      {
        ...exclusive(table),
        note: 'Refuses new nulls at once; the old rows are read by the VALIDATE after it.',
      },
    ),
    // Apart, or the lock of the statement before it would be held while the rows are read.
    statement(alterTableSql(table, `VALIDATE CONSTRAINT ${check}`), 'column', {
      lock: 'SHARE UPDATE EXCLUSIVE',
      lockedTable: nameOf(table),
      scans: true,
      transaction: 'outside',
      note: fails,
    }),
    statement(set, 'column', {
      ...exclusive(table),
      note: 'The constraint proves that no row holds null, so that none is read again.',
    }),
    statement(alterTableSql(table, `DROP CONSTRAINT ${check}`), 'column', exclusive(table)),
  ];
}

/** The default as the schema has it; an own sequence goes on after the largest value that is there. */
export function defaultStatements(table: Table, column: Column): RepairStatement[] {
  const name = quoteName(column.name);
  const alter = (action: string) =>
    statement(alterTableSql(table, `ALTER COLUMN ${name} ${action}`), 'column', exclusive(table));
  if (column.default === null) return [alter('DROP DEFAULT')];
  if (column.default !== 'nextval') return [alter(`SET DEFAULT ${defaultSql(column.default, column.type)}`)];
  const sequence = { schema: table.schema, name: sequenceName(table, column) };
  const quoted = quoteObject(sequence);
  const type = column.type === 'bigint' ? '' : ` AS ${column.type}`;
  return [
    // Of a sequence that somebody made already only the owner is set.
    statement(`CREATE SEQUENCE IF NOT EXISTS ${quoted}${type}`, 'sequence'),
    statement(`ALTER SEQUENCE ${quoted} OWNED BY ${quoteObject(table)}.${name}`, 'column', {
      lock: 'ACCESS SHARE',
      lockedTable: nameOf(table),
      note: 'The sequence is dropped with its column.',
    }),
    statement(
      `SELECT setval(${quoteText(quoted)}, coalesce((SELECT max(${name}) FROM ${quoteObject(table)}), 0) + 1, false)`,
      'column',
      { lock: 'ACCESS SHARE', lockedTable: nameOf(table), scans: true },
    ),
    alter(`SET DEFAULT nextval(${quoteText(quoted)})`),
  ];
}

/** As `serial` would name it: the table's part and the column's are cut evenly where both together are too long. */
function sequenceName(table: Table, column: Column): string {
  return cutName(`${table.name}_${column.name}`, '_seq');
}

/** An identity column, or none, and then no default either: the counter goes on after the largest value. */
export function identityStatements(table: Table, expected: Column, observed: Column): RepairStatement[] {
  const name = quoteName(expected.name);
  const alter = (...actions: string[]) =>
    statement(
      alterTableSql(table, ...actions.map((action) => `ALTER COLUMN ${name} ${action}`)),
      'column',
      exclusive(table),
    );
  if (expected.identity === null) {
    const back = expected.default === null ? [] : defaultStatements(table, expected);
    return [alter('DROP IDENTITY'), ...back];
  }
  const kind = expected.identity.toUpperCase();
  if (observed.identity !== null) return [alter(`SET GENERATED ${kind}`)];
  const added = `ADD GENERATED ${kind} AS IDENTITY`;
  const first = [
    ...(observed.default === null ? [] : ['DROP DEFAULT']),
    ...(observed.nullable ? ['SET NOT NULL'] : []),
    added,
  ];
  const sequence = `pg_get_serial_sequence(${quoteText(quoteObject(table))}, ${quoteText(expected.name)})`;
  return [
    alter(...first),
    statement(
      `SELECT setval(${sequence}, coalesce((SELECT max(${name}) FROM ${quoteObject(table)}), 0) + 1, false)`,
      'column',
      { lock: 'ACCESS SHARE', lockedTable: nameOf(table), scans: true },
    ),
  ];
}

/** A generated column in the place of an ordinary one, or the other way round. */
export function generationStatements(
  table: Table,
  expected: Column,
  observed: Column,
  tables: readonly Table[],
): RepairStatement[] {
  const name = quoteName(expected.name);
  if (expected.generated === null && observed.generated === 'stored') {
    return [
      statement(alterTableSql(table, `ALTER COLUMN ${name} DROP EXPRESSION`), 'column', {
        ...exclusive(table),
        note: 'The values stay as they are, and are ordinary ones from now on.',
      }),
      ...(expected.default === null ? [] : defaultStatements(table, expected)),
    ];
  }
  const dependents = columnReaders(tables, table, [expected.name]);
  return [
    ...dependents.before,
    statement(alterTableSql(table, `DROP COLUMN ${name}`, `ADD COLUMN ${columnSql(expected)}`), 'column', {
      ...exclusive(table),
      rewrites: expected.generated !== 'virtual',
      // What an ordinary column holds may not be what the expression gives; a computed one comes back by itself.
      dataLoss: observed.generated === null || expected.generated === null ? 'certain' : 'none',
      note: sentences(
        'The column is made anew: what it holds, and the indexes and keys on it, go with it.',
        ...dependents.obstacles,
      ),
    }),
    ...dependents.after,
  ];
}

/** Takes a column away with all that it holds: never a repair by itself, only what somebody chooses. */
export function dropColumnStatements(table: Table, column: Pick<Column, 'name'>): RepairStatement[] {
  return [
    statement(alterTableSql(table, `DROP COLUMN ${quoteName(column.name)}`), 'drop', {
      ...exclusive(table),
      dataLoss: 'certain',
      note: `Everything that ${nameOf(table)}.${column.name} holds is lost, and its indexes with it.`,
    }),
  ];
}
