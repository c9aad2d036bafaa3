import pg from 'pg';
import { z } from 'zod';

// The floor: what reading a catalogue costs at least. It shares no code with what it is held against.
// Each statement answers with one text cell: fields apart by U+001F, rows by U+001E. Only the rows are counted.

const WATCHED = `c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition`;
const FIELD = `E'\\x1f'`;
const ROW = `E'\\x1e'`;

const cell = (fields: readonly string[], from: string) =>
  `SELECT coalesce(string_agg(concat_ws(${FIELD}, ${fields.map((field) => `coalesce((${field})::text, '')`).join(', ')}), ${ROW}), '') AS cell FROM ${from}`;

const RELATIONS = cell(
  ['c.oid', 'c.relname', 'c.relkind', 'c.reltuples', 'c.relpages'],
  `pg_catalog.pg_class c WHERE ${WATCHED}`,
);
const COLUMNS = cell(
  [
    'a.attrelid',
    'a.attnum',
    'a.attname',
    'pg_catalog.format_type(a.atttypid, a.atttypmod)',
    'a.attnotnull',
    'a.attidentity',
    'a.attgenerated',
    'pg_catalog.pg_get_expr(d.adbin, d.adrelid)',
  ],
  `pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
   LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE ${WATCHED} AND a.attnum > 0 AND NOT a.attisdropped`,
);
const CONSTRAINTS = cell(
  [
    'k.conrelid',
    'k.conname',
    'k.contype',
    'k.conindid',
    'k.conkey',
    'k.confrelid',
    'k.confkey',
    'k.confdeltype',
    'k.confupdtype',
    'k.condeferrable',
    'k.convalidated',
  ],
  `pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid WHERE ${WATCHED} AND k.contype IN ('p', 'u', 'x', 'f', 'c')`,
);
const INDEXES = cell(
  [
    'i.indexrelid',
    'i.indrelid',
    'x.relname',
    'x.relam',
    'i.indisunique',
    'i.indisvalid',
    'i.indisready',
    'i.indnkeyatts',
    'i.indkey',
    'i.indoption',
    'i.indclass',
    'x.relpages',
  ],
  `pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
   JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid WHERE ${WATCHED}`,
);
const ENUMS = cell(
  ['t.typname', 'e.enumsortorder', 'e.enumlabel'],
  `pg_catalog.pg_type t JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
   WHERE t.typnamespace = 'public'::regnamespace`,
);

const CellRow = z.object({ cell: z.string() });

export type Floor = { columns: pg.Client; rest: pg.Client };

/** Two connections, as the reading of a whole catalogue needs them for one exported snapshot. */
export async function openFloor(databaseUrl: string): Promise<Floor> {
  const [columns, rest] = [
    new pg.Client({ connectionString: databaseUrl }),
    new pg.Client({ connectionString: databaseUrl }),
  ];
  await Promise.all([columns.connect(), rest.connect()]);
  return { columns, rest };
}

export async function closeFloor({ columns, rest }: Floor): Promise<void> {
  await Promise.all([columns.end(), rest.end()]);
}

/** The five queries, columns on one connection and the rest on the other. @returns how many rows they spoke of */
export async function readFloor({ columns, rest }: Floor): Promise<number> {
  const answers = await Promise.all([
    rowsIn(columns, COLUMNS),
    rowsIn(rest, RELATIONS),
    rowsIn(rest, CONSTRAINTS),
    rowsIn(rest, INDEXES),
    rowsIn(rest, ENUMS),
  ]);
  return answers.reduce((sum, rows) => sum + rows, 0);
}

async function rowsIn(client: pg.Client, sql: string): Promise<number> {
  const answer = await client.query(sql);
  const { cell: text } = CellRow.parse(answer.rows[0]);
  return text === '' ? 0 : text.split('\u001e').length;
}
