import { z } from 'zod';
import { ASIDE, inTransaction, quoted, type Sql, withDatabase } from './database';
import { defineDemo } from './types';

const Found = z.object({ found: z.boolean() });
const Definition = z.object({ name: z.string(), definition: z.string() });

/** The last column, so that it returns to its place; a column in the middle would come back at the end. */
const COLUMN = { table: 'struggle_predictions', column: 'outcomeRecordedAt', key: 'id' };
const KEPT = 'missing_column';

const ColumnRecord = z.object({
  type: z.string(),
  notNull: z.boolean(),
  default: z.string().nullable(),
  indexes: z.array(Definition),
});

/** `/api/analytics/struggle-predictions` reads it. */
export const missingColumn = defineDemo({
  name: 'missing-column',
  title: `Drop the column ${COLUMN.table}.${COLUMN.column}`,
  record: ColumnRecord,
  look: (context) => withDatabase(context, readColumn),
  apply: (context, record, { log }) =>
    inTransaction(context, async (sql) => {
      await sql.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(ASIDE)}`);
      await sql.run(
        `CREATE TABLE ${quoted(ASIDE, KEPT)} AS SELECT ${quoted(COLUMN.key)}, ${quoted(COLUMN.column)} AS kept FROM ${quoted('public', COLUMN.table)}`,
      );
      await sql.run(`ALTER TABLE ${quoted('public', COLUMN.table)} DROP COLUMN ${quoted(COLUMN.column)}`);
      log(
        `ALTER TABLE ${COLUMN.table} DROP COLUMN "${COLUMN.column}" (its values are kept in ${ASIDE}.${KEPT})`,
      );
      for (const index of record.indexes) log(`The index ${index.name} went with it.`);
    }),
  undo: (context, record, { log }) =>
    inTransaction(context, async (sql) => {
      const table = quoted('public', COLUMN.table);
      const column = quoted(COLUMN.column);
      await sql.run(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column} ${record.type}`);
      if (await relationExists(sql, ASIDE, KEPT)) {
        await sql.run(
          `UPDATE ${table} AS t SET ${column} = k.kept FROM ${quoted(ASIDE, KEPT)} AS k WHERE k.${quoted(COLUMN.key)} = t.${quoted(COLUMN.key)}`,
        );
        await sql.run(`DROP TABLE ${quoted(ASIDE, KEPT)}`);
      }
      const setDefault = record.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${record.default}`;
      await sql.run(`ALTER TABLE ${table} ALTER COLUMN ${column} ${setDefault}`);
      await sql.run(
        `ALTER TABLE ${table} ALTER COLUMN ${column} ${record.notNull ? 'SET' : 'DROP'} NOT NULL`,
      );
      for (const index of record.indexes) {
        if (!(await relationExists(sql, 'public', index.name))) await sql.run(index.definition);
      }
      await dropAsideIfEmpty(sql);
      log(`${COLUMN.table}.${COLUMN.column} is back with its values.`);
    }),
});

async function readColumn(sql: Sql): Promise<z.infer<typeof ColumnRecord>> {
  const params = [quoted('public', COLUMN.table), COLUMN.column];
  const [column] = await sql.rows(
    `SELECT format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull", pg_get_expr(d.adbin, d.adrelid) AS default
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped`,
    ColumnRecord.omit({ indexes: true }),
    params,
  );
  if (column === undefined)
    throw new Error(`There is no column ${COLUMN.table}.${COLUMN.column} to drop: heal first.`);
  const indexes = await sql.rows(
    `SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition
     FROM pg_depend d
     JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     JOIN pg_class c ON c.oid = d.objid AND c.relkind IN ('i', 'I')
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
       AND a.attrelid = to_regclass($1) AND a.attname = $2
     GROUP BY c.oid, c.relname ORDER BY c.relname`,
    Definition,
    params,
  );
  return { ...column, indexes };
}

const TABLE = 'cognitive_load_metrics';

/** `/api/analytics/cognitive-load/current` reads it. It is moved, not dropped: rows, keys and indexes come back as they were. */
export const missingTable = defineDemo({
  name: 'missing-table',
  title: `Take the table ${TABLE} away`,
  record: z.object({ table: z.literal(TABLE) }),
  look: (context) =>
    withDatabase(context, async (sql) => {
      if (!(await relationExists(sql, 'public', TABLE))) {
        throw new Error(`There is no table ${TABLE} to take away: heal first.`);
      }
      return { table: TABLE };
    }),
  apply: (context, _record, { log }) =>
    inTransaction(context, async (sql) => {
      await sql.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(ASIDE)}`);
      await sql.run(`ALTER TABLE ${quoted('public', TABLE)} SET SCHEMA ${quoted(ASIDE)}`);
      log(`ALTER TABLE ${TABLE} SET SCHEMA ${ASIDE}`);
    }),
  undo: (context, _record, { log }) =>
    inTransaction(context, async (sql) => {
      if (!(await relationExists(sql, ASIDE, TABLE))) return;
      if (await relationExists(sql, 'public', TABLE)) await dropReplacement(sql);
      await sql.run(`ALTER TABLE ${quoted(ASIDE, TABLE)} SET SCHEMA public`);
      await dropAsideIfEmpty(sql);
      log(`${TABLE} is back with its rows, keys and indexes.`);
    }),
});

/** Somebody has followed the remedy and created the table anew. */
async function dropReplacement(sql: Sql): Promise<void> {
  const table = quoted('public', TABLE);
  const [rows] = await sql.rows(`SELECT EXISTS (SELECT FROM ${table}) AS found`, Found);
  if (rows?.found !== false) {
    throw new Error(`The table ${TABLE} was created anew and holds rows: rename it first, then heal again.`);
  }
  await sql.run(`DROP TABLE ${table}`);
}

export async function relationExists(sql: Sql, schema: string, name: string): Promise<boolean> {
  const [row] = await sql.rows('SELECT to_regclass($1) IS NOT NULL AS found', Found, [quoted(schema, name)]);
  return row?.found === true;
}

async function dropAsideIfEmpty(sql: Sql): Promise<void> {
  const [row] = await sql.rows(
    'SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace($1)) AS found',
    Found,
    [quoted(ASIDE)],
  );
  if (row?.found === false) await sql.run(`DROP SCHEMA IF EXISTS ${quoted(ASIDE)}`);
}
