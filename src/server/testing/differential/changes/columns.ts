import type { Column } from '../../../../shared/database-schema';
import { alterColumn, columnsOf, isFree, quote, sqlOf, type Template } from './place';

/** From what a column is to what it becomes. */
const TYPES: [name: string, from: RegExp, to: (column: Column) => string, times?: number][] = [
  ['text to varchar', /^text$/, () => 'character varying(77)', 2],
  ['varchar to text', /^character varying/, () => 'text'],
  ['varchar shorter', /^character varying\(\d+\)$/, () => 'character varying(7)', 2],
  ['varchar without a limit', /^character varying\(\d+\)$/, () => 'character varying'],
  ['varchar to char', /^character varying\(\d+\)$/, () => 'character(9)'],
  ['text to text array', /^text$/, () => 'text[]'],
  ['text to uuid', /^text$/, () => 'uuid'],
  ['text to jsonb', /^text$/, () => 'jsonb'],
  ['text to bytea', /^text$/, () => 'bytea'],
  ['integer to bigint', /^integer$/, () => 'bigint', 2],
  ['integer to smallint', /^integer$/, () => 'smallint'],
  ['integer to text', /^integer$/, () => 'text'],
  ['integer to numeric', /^integer$/, () => 'numeric(10,2)'],
  ['smallint to integer', /^smallint$/, () => 'integer'],
  ['bigint to integer', /^bigint$/, () => 'integer'],
  ['timestamp to timestamptz', /^timestamp\(\d\) without/, () => 'timestamp(3) with time zone', 2],
  ['timestamp of another precision', /^timestamp\(\d\) without/, () => 'timestamp(6) without time zone', 2],
  ['timestamp without a precision', /^timestamp\(\d\) without/, () => 'timestamp without time zone'],
  ['timestamp to date', /^timestamp\(\d\) without/, () => 'date'],
  ['timestamptz to timestamp', /^timestamp\(\d\) with time/, () => 'timestamp(3) without time zone'],
  ['numeric of another scale', /^numeric\(\d+,\d+\)$/, () => 'numeric(20,7)', 2],
  ['numeric without a scale', /^numeric\(\d+,\d+\)$/, () => 'numeric'],
  ['numeric to double precision', /^numeric\(\d+,\d+\)$/, () => 'double precision'],
  ['double precision to real', /^double precision$/, () => 'real'],
  ['double precision to numeric', /^double precision$/, () => 'numeric(65,30)'],
  ['jsonb to json', /^jsonb$/, () => 'json'],
  ['boolean to integer', /^boolean$/, () => 'integer'],
  ['date to timestamp', /^date$/, () => 'timestamp(3) without time zone'],
  ['uuid to text', /^uuid$/, () => 'text'],
  ['array to its element', /^text\[\]$/, () => 'text'],
  ['array of another element', /^text\[\]$/, () => 'character varying(9)[]'],
  ['bytea to text', /^bytea$/, () => 'text'],
  ['time to timetz', /^time\(\d\) without/, () => 'time(3) with time zone'],
  ['bit to varbit', /^bit\(/, () => 'bit varying(8)'],
  ['inet to text', /^inet$/, () => 'text'],
  ['xml to text', /^xml$/, () => 'text'],
  ['oid to integer', /^oid$/, () => 'integer'],
  ['money to numeric', /^money$/, () => 'numeric(19,2)'],
];

const ofType = TYPES.map(
  ([name, from, to, times]): Template => ({
    name: `type: ${name}`,
    ...(times === undefined ? {} : { times }),
    places: (shape) =>
      columnsOf(shape, (column, table) => from.test(column.type) && isFree(column, table)).map((place) => {
        const column = quote(place.column.name);
        const alter = `ALTER TABLE ${sqlOf(place.table)} ALTER COLUMN ${column}`;
        const type = to(place.column);
        return {
          ...alterColumn(place, 'DROP DEFAULT'),
          // Tables are empty, so nothing has to be converted.
          sql: [
            `${alter} DROP DEFAULT`,
            `${alter} TYPE ${type} USING NULL`,
            ...keptDefault(place.column, alter, type),
          ],
        };
      }),
  }),
);

/** The default stays where the new type understands it, so that only the type differs. */
function keptDefault(column: Column, alter: string, type: string): string[] {
  const kept = column.default !== null && /^('|\d|CURRENT)/.test(column.default);
  const fits = !type.endsWith('[]') && !/uuid|json|bytea/.test(type) && column.default !== "''";
  return kept && fits && !column.type.endsWith('[]') && column.type !== 'boolean'
    ? [`${alter} SET DEFAULT ${column.default}`]
    : [];
}

export const columnChanges: Template[] = [
  ...ofType,
  {
    name: 'enum column to text',
    times: 2,
    places: (shape) =>
      columnsOf(
        shape,
        (column, table) => isFree(column, table) && shape.enums.some((type) => isOf(column, type.name)),
      ).map((place) =>
        alterColumn(
          place,
          'DROP DEFAULT',
          `ALTER TABLE ${sqlOf(place.table)} ALTER COLUMN ${quote(place.column.name)} TYPE text USING NULL`,
        ),
      ),
  },
  {
    name: 'drop not null',
    times: 3,
    places: (shape) =>
      columnsOf(shape, (column, table) => !column.nullable && !isPrimary(column, table)).map((place) =>
        alterColumn(place, 'DROP NOT NULL'),
      ),
  },
  {
    name: 'set not null',
    times: 3,
    places: (shape) =>
      columnsOf(shape, (column) => column.nullable && !column.type.endsWith('[]')).map((place) =>
        alterColumn(place, 'SET NOT NULL'),
      ),
  },
  {
    name: 'set not null on a list',
    places: (shape) =>
      columnsOf(shape, (column) => column.nullable && column.type.endsWith('[]')).map((place) =>
        alterColumn(place, 'SET NOT NULL'),
      ),
  },
  {
    name: 'drop default',
    times: 4,
    places: (shape) =>
      columnsOf(shape, (column) => column.default !== null && column.generated === null).map((place) =>
        alterColumn(place, 'DROP DEFAULT'),
      ),
  },
  ...(
    [
      ['another number', /^(smallint|integer|bigint|numeric|double)/, '1234'],
      ['another text', /^(text|character varying)/, "'somewhere'"],
      ['an expression for a text', /^text$/, "lower('A')"],
      ['another moment', /^timestamp/, "'2020-01-01'"],
      ['another truth', /^boolean$/, 'NULL'],
      ['another list', /^text\[\]$/, "'{a,b}'"],
      ['clock_timestamp', /^timestamp/, 'clock_timestamp()'],
    ] as const
  ).map(
    ([name, type, value]): Template => ({
      name: `default: ${name}`,
      places: (shape) =>
        columnsOf(
          shape,
          (column) =>
            type.test(column.type) &&
            column.default !== null &&
            column.default !== 'nextval' &&
            column.generated === null,
        ).map((place) => alterColumn(place, `SET DEFAULT ${value}`)),
    }),
  ),
  ...(
    [
      ['a number', /^(smallint|integer|bigint|numeric|double)/, '7'],
      ['a text', /^(text|character varying)/, "'x'"],
      ['now()', /^timestamp/, 'now()'],
    ] as const
  ).map(
    ([name, type, value]): Template => ({
      name: `default where none was: ${name}`,
      places: (shape) =>
        columnsOf(
          shape,
          (column, table) =>
            type.test(column.type) &&
            !column.type.endsWith('[]') &&
            column.default === null &&
            isFree(column, table),
        ).map((place) => alterColumn(place, `SET DEFAULT ${value}`)),
    }),
  ),
  {
    name: 'serial to identity',
    places: (shape) =>
      columnsOf(shape, (column) => column.default === 'nextval').map((place) =>
        alterColumn(
          place,
          'DROP DEFAULT',
          `ALTER TABLE ${sqlOf(place.table)} ALTER COLUMN ${quote(place.column.name)} ADD GENERATED ALWAYS AS IDENTITY`,
        ),
      ),
  },
  {
    name: 'collation of a column',
    times: 2,
    places: (shape) =>
      columnsOf(shape, (column, table) => column.type === 'text' && isFree(column, table)).map((place) =>
        alterColumn(place, 'TYPE text COLLATE "POSIX"'),
      ),
  },
  {
    name: 'column dropped and made anew at the end',
    silent: 'the place of a column in its table says nothing to Prisma',
    places: (shape) =>
      columnsOf(
        shape,
        (column, table) => column.type === 'jsonb' && column.default === null && isFree(column, table),
      ).map(({ table, column }) => ({
        on: `${table.name}.${column.name}`,
        touches: '',
        sql: [
          `ALTER TABLE ${sqlOf(table)} DROP COLUMN ${quote(column.name)}`,
          `ALTER TABLE ${sqlOf(table)} ADD COLUMN ${quote(column.name)} jsonb ${column.nullable ? '' : 'NOT NULL'}`,
        ],
      })),
  },
];

function isOf(column: Column, type: string): boolean {
  return [type, quote(type)].some((name) => column.type === name || column.type.endsWith(`.${name}`));
}

function isPrimary(column: Column, table: { primaryKey: { columns: string[] } | null }): boolean {
  return table.primaryKey?.columns.includes(column.name) === true;
}
