import type { Client } from 'pg';
import type { PrismaField, PrismaModel, PrismaSchema } from '../../../shared/prisma-schema';

/** What is taken away of a model, and where it stands in the database. */
export type Taking =
  | { kind: 'table'; model: string; table: string }
  | { kind: 'column'; model: string; table: string; column: string }
  | { kind: 'enum value'; model: string; enumName: string; value: string; renamedTo: string }
  | { kind: 'delegate'; model: string };
export type TakingKind = Taking['kind'];
export const TAKING_KINDS: readonly TakingKind[] = ['table', 'column', 'enum value', 'delegate'];

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Columns on which a key or a check stands, and those that only indexes have: `table.column`. */
export type BoundColumns = { keys: ReadonlySet<string>; indexed: ReadonlySet<string> };

/**
 * The column to take: a scalar one that is no part of a key, if there is one that no index has either, and of these the
 * first by name of those that most routes read, so that a model which a route uses gives symptoms wherever it can.
 * @param readers how many routes name a column in a statement
 */
export function columnOf(
  model: PrismaModel,
  { keys, indexed }: BoundColumns,
  readers: (column: string) => number,
): Taking | null {
  const isIn = (names: ReadonlySet<string>, { dbName }: PrismaField) =>
    names.has(`${model.dbName}.${dbName}`);
  const [first] = model.fields
    .filter((field) => field.kind === 'scalar' && !field.isId && !isIn(keys, field))
    .sort(
      (a, b) =>
        Number(isIn(indexed, a)) - Number(isIn(indexed, b)) ||
        readers(b.dbName) - readers(a.dbName) ||
        (a.dbName < b.dbName ? -1 : 1),
    );
  return first === undefined
    ? null
    : { kind: 'column', model: model.name, table: model.dbName, column: first.dbName };
}

/** The enum value to take: the commonest in the rows of the model's first column of an enum; null where it has none. */
export async function enumValueOf(
  model: PrismaModel,
  schema: PrismaSchema,
  database: Client,
): Promise<Taking | null> {
  const field = model.fields
    .filter(({ kind }) => kind === 'enum')
    .sort((a, b) => (a.dbName < b.dbName ? -1 : 1))[0];
  const type = schema.enums.find(({ name }) => name === field?.type);
  if (field === undefined || type === undefined) return null;
  const column = field.isList ? `unnest(${quote(field.dbName)})` : quote(field.dbName);
  const { rows } = await database.query<{ value: string }>(
    `SELECT value::text FROM (SELECT ${column} AS value FROM ${quote(model.dbName)}) AS used
     WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value::text LIMIT 1`,
  );
  const value = rows[0]?.value ?? type.values[0]?.dbName;
  if (value === undefined) return null;
  const renamedTo = `${value}_RENAMED`;
  return { kind: 'enum value', model: model.name, enumName: type.dbName, value, renamedTo };
}

/** Does it in the database; a delegate is taken from the client and leaves the database alone. */
export async function take(taking: Taking, database: Client): Promise<void> {
  switch (taking.kind) {
    case 'table':
      await database.query(`DROP TABLE ${quote(taking.table)} CASCADE`);
      return;
    case 'column':
      await database.query(`ALTER TABLE ${quote(taking.table)} DROP COLUMN ${quote(taking.column)}`);
      return;
    case 'enum value':
      await rename(taking.enumName, taking.value, taking.renamedTo, database);
      return;
    case 'delegate':
      return;
  }
}

/** Undoes what can be undone: the name of an enum's value. */
export async function giveBack(taking: Taking, database: Client): Promise<void> {
  if (taking.kind === 'enum value') await rename(taking.enumName, taking.renamedTo, taking.value, database);
}

async function rename(enumName: string, from: string, to: string, database: Client): Promise<void> {
  await database.query(`ALTER TYPE ${quote(enumName)} RENAME VALUE ${quoteText(from)} TO ${quoteText(to)}`);
}

export async function boundColumns(database: Client): Promise<BoundColumns> {
  const { rows } = await database.query<{ name: string; key: boolean }>(
    `SELECT c.relname || '.' || a.attname AS name, bool_or(d.classid = 'pg_constraint'::regclass) AS key
     FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
     JOIN pg_catalog.pg_depend d
       ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
       AND (d.classid = 'pg_constraint'::regclass
         OR (d.classid = 'pg_class'::regclass
           AND (SELECT relkind FROM pg_catalog.pg_class WHERE oid = d.objid) IN ('i', 'I')))
     GROUP BY 1`,
  );
  const named = (key: boolean) => new Set(rows.flatMap((row) => (row.key === key ? [row.name] : [])));
  return { keys: named(true), indexed: named(false) };
}
