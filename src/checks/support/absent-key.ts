import type { Index, Table } from '../../shared/database-schema';
import type { Finding, Remedy } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import { driftFinding } from './drift-finding';
import { weightFor, weightOf } from './impact';
import { columnList, fieldOf, modelParts, nameOf, tableInWords } from './names';
import { sqlRemedy, statement } from './repair';
import { addPrimaryKeyStatements } from './repair-primary-key';
import { alterTableSql, cutName, quoteName } from './sql-text';

/**
 * A table without a primary key that nobody declares one for.
 * @param isDeclared somebody wants the table as it is: a model with `@unique` only, or a migration
 */
export function absentKey(table: Table, model: PrismaModel | undefined, isDeclared: boolean): Finding {
  const guard = table.indexes.find((index) => tellsRowsApart(index, table));
  const { source, ...ofModel } = modelParts(model);
  const declared = isDeclared
    ? `, and ${model === undefined ? 'no migration declares one' : 'its model declares none'}`
    : '';
  return driftFinding({
    rule: 'primary-key.absent',
    about: nameOf(table),
    ...weightFor(model, weightOf(guard === undefined ? 'weakens integrity' : 'changes nothing')),
    subject: {
      kind: 'primary-key',
      schema: table.schema,
      table: table.name,
      name: `${table.name}_pkey`,
      ...ofModel,
    },
    message: `Table ${tableInWords(table, model)} should have a primary key, but the database has none for it${declared}${
      guard === undefined
        ? ': rows can be doubled and then not be told apart, and logical replication refuses their updates and deletes'
        : `; the unique index ${guard.name} tells its rows apart${guard.heldBy === 'replica identity' ? ' and is its replica identity' : ', and logical replication needs it named as REPLICA IDENTITY'}`
    }.`,
    expected: 'a primary key',
    observed:
      guard === undefined
        ? 'no key at all'
        : `only the unique index ${guard.name} ${columnList(namesOf(guard))}`,
    source,
    ...repair(table, model, guard),
  });
}

/** A unique index that lets in no row twice: of all rows, at once, and on columns that are never null. */
function tellsRowsApart(index: Index, table: Table): boolean {
  const notNull = new Set(table.columns.filter(({ nullable }) => !nullable).map(({ name }) => name));
  return (
    index.unique &&
    index.valid &&
    index.ready &&
    index.predicate === null &&
    index.deferrable !== true &&
    index.columns.every(({ name }) => name !== null && notNull.has(name))
  );
}

function namesOf(index: Index): string[] {
  return index.columns.map(({ name }) => name ?? '');
}

/** Which columns are the key is for people to say: no plan takes one by itself. */
function repair(
  table: Table,
  model: PrismaModel | undefined,
  guard: Index | undefined,
): { remedy: Remedy; alternative: Remedy } {
  const name = cutName(table.name, '_pkey');
  const key = guard === undefined ? null : { name, columns: namesOf(guard) };
  const statements =
    key === null ? withNewColumn(table, name) : addPrimaryKeyStatements(table, key, spare(guard));
  const fields = (key?.columns ?? []).map((column) => fieldOf(model, column)?.name ?? column);
  const remedy: Remedy =
    key === null
      ? {
          kind: 'note',
          text: 'Say which columns tell a row apart, and make them the primary key; where none do, add a column for it.',
        }
      : model === undefined
        ? {
            kind: 'note',
            text: `Make ${columnList(key.columns)} the primary key, or name its index as the replica identity.`,
          }
        : { kind: 'edit', text: `@@id([${fields.join(', ')}])` };
  return { remedy, alternative: sqlRemedy(statements) };
}

/** What may become the key's own index as it stands. */
function spare(guard: Index | undefined): string | undefined {
  const isPlain =
    guard !== undefined &&
    guard.constraint === null &&
    guard.heldBy === undefined &&
    guard.include.length === 0 &&
    guard.columns.every(
      ({ order, nulls, opclass, collation }) =>
        order === 'asc' && nulls === 'last' && opclass === null && collation === null,
    );
  return isPlain ? guard.name : undefined;
}

function withNewColumn(table: Table, constraint: string) {
  const taken = new Set(table.columns.map((column) => column.name));
  let column = 'id';
  while (taken.has(column)) column = `row_${column}`;
  const add = `ADD COLUMN ${quoteName(column)} bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ${quoteName(constraint)} PRIMARY KEY`;
  return [
    statement(alterTableSql(table, add), 'primary-key', {
      lock: 'ACCESS EXCLUSIVE',
      lockedTable: nameOf(table),
      rewrites: true,
      scans: true,
      note: 'Numbers the rows by a new column and writes the whole table anew while nobody can read it.',
    }),
  ];
}
