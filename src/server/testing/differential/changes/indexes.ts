import type { Column, DatabaseSchema, Index, Table } from '../../../../shared/database-schema';
import {
  columnsOf,
  indexesOf,
  isFree,
  isPlain,
  nameOf,
  type Place,
  quote,
  sqlOf,
  type Template,
} from './place';

type IndexAt = { table: Table; index: Index };

/** The index is dropped and made anew under its name. */
function remade({ table, index }: IndexAt, rest: string): Place {
  return {
    on: `${table.name}.${index.name}`,
    touches: `index:${nameOf(table)}.${index.name}`,
    sql: [
      `DROP INDEX ${quote(table.schema)}.${quote(index.name)}`,
      `CREATE INDEX ${quote(index.name)} ON ${sqlOf(table)} ${rest}`,
    ],
  };
}

const words = (index: Index, change: (column: string, place: number) => string = (column) => column) =>
  index.columns
    .map((column, place) => {
      const usual = column.order === 'desc' ? ' DESC' : '';
      const changed = change(quote(column.name ?? ''), place);
      return changed === quote(column.name ?? '') ? `${changed}${usual}` : changed;
    })
    .join(', ');

function ofPlain(
  name: string,
  rest: (at: IndexAt) => string,
  fits: (index: Index, table: Table) => boolean = () => true,
): Template {
  return {
    name: `index: ${name}`,
    places: (shape) =>
      indexesOf(shape, (index, table) => isPlain(index) && fits(index, table)).map((at) =>
        remade(at, rest(at)),
      ),
  };
}

const columnOf = (table: Table, name: string | null): Column | undefined =>
  table.columns.find((column) => column.name === name);
const hasText = (index: Index, table: Table) =>
  columnOf(table, index.columns[0]?.name ?? '')?.type === 'text';

function further({ table, index }: IndexAt): string {
  const column = table.columns.find((one) => index.columns.every((used) => used.name !== one.name));
  return quote(column?.name ?? '');
}

const ofDeclared: Template[] = [
  {
    name: 'index: drop',
    times: 3,
    places: (shape) =>
      indexesOf(shape, isPlain).map(({ table, index }) => ({
        on: `${table.name}.${index.name}`,
        touches: `index:${nameOf(table)}.${index.name}`,
        sql: [`DROP INDEX ${quote(table.schema)}.${quote(index.name)}`],
      })),
  },
  {
    name: 'index: drop one that only a migration declares',
    times: 2,
    places: (shape) =>
      indexesOf(shape, (index) => index.predicate !== null || index.include.length > 0).map(
        ({ table, index }) => ({
          on: `${table.name}.${index.name}`,
          touches: `index:${nameOf(table)}.${index.name}`,
          sql: [`DROP INDEX ${quote(table.schema)}.${quote(index.name)}`],
        }),
      ),
  },
  {
    name: 'index: rename',
    silent: 'an index does the same under any name',
    places: (shape) =>
      indexesOf(shape, isPlain).map(({ table, index }) => ({
        on: `${table.name}.${index.name}`,
        touches: `index:${nameOf(table)}.${index.name}`,
        sql: [`ALTER INDEX ${quote(table.schema)}.${quote(index.name)} RENAME TO "renamed_index"`],
      })),
  },
  ofPlain('a column more', (at) => `(${words(at.index)}, ${further(at)})`),
  ofPlain(
    'a column less',
    ({ index }) => `(${quote(index.columns[0]?.name ?? '')})`,
    (index) => index.columns.length > 1,
  ),
  ofPlain(
    'columns in another order',
    ({ index }) =>
      `(${index.columns
        .toReversed()
        .map((column) => quote(column.name ?? ''))
        .join(', ')})`,
    (index) => index.columns.length > 1 && index.columns.every((column) => column.order === 'asc'),
  ),
  ofPlain(
    'descending',
    ({ index }) => `(${words(index, (column, place) => (place === 0 ? `${column} DESC` : column))})`,
    (index) => index.columns[0]?.order === 'asc',
  ),
  ofPlain(
    'nulls first',
    ({ index }) => `(${words(index, (column, place) => (place === 0 ? `${column} NULLS FIRST` : column))})`,
    (index) => index.columns[0]?.order === 'asc',
  ),
  ofPlain(
    'partial',
    ({ index }) => `(${words(index)}) WHERE ${quote(index.columns[0]?.name ?? '')} IS NOT NULL`,
  ),
  ofPlain('with INCLUDE', (at) => `(${words(at.index)}) INCLUDE (${further(at)})`),
  ofPlain(
    'the last key as INCLUDE',
    ({ index }) =>
      `(${index.columns
        .slice(0, -1)
        .map((column) => quote(column.name ?? ''))
        .join(', ')}) INCLUDE (${quote(index.columns.at(-1)?.name ?? '')})`,
    (index) => index.columns.length > 1 && index.columns.every((column) => column.order === 'asc'),
  ),
  ofPlain('on an expression', ({ index }) => `(lower(${quote(index.columns[0]?.name ?? '')}))`, hasText),
  ofPlain(
    'another operator class',
    ({ index }) =>
      `(${words(index, (column, place) => (place === 0 ? `${column} text_pattern_ops` : column))})`,
    hasText,
  ),
  ofPlain(
    'another collation',
    ({ index }) =>
      `(${words(index, (column, place) => (place === 0 ? `${column} COLLATE "POSIX"` : column))})`,
    hasText,
  ),
  ofPlain(
    'as hash',
    ({ index }) => `USING hash (${quote(index.columns[0]?.name ?? '')})`,
    (index) => index.columns.length === 1,
  ),
  ofPlain(
    'as brin',
    ({ index }) => `USING brin (${quote(index.columns[0]?.name ?? '')})`,
    (index) => index.columns.length === 1,
  ),
  {
    name: 'index: now unique',
    places: (shape) =>
      indexesOf(shape, isPlain).map((at) => {
        const place = remade(at, `(${words(at.index)})`);
        return { ...place, sql: place.sql.map((one) => one.replace('CREATE INDEX', 'CREATE UNIQUE INDEX')) };
      }),
  },
  ...(['indisvalid', 'indisready'] as const).map(
    (flag): Template => ({
      name: `index: ${flag === 'indisvalid' ? 'invalid' : 'not ready'}`,
      times: 2,
      // As a CREATE INDEX CONCURRENTLY leaves it that was broken off.
      places: (shape) =>
        indexesOf(shape, () => true).map(({ table, index }) => ({
          on: `${table.name}.${index.name}`,
          touches: `index:${nameOf(table)}.${index.name}`,
          sql: [
            `UPDATE pg_index SET ${flag} = false WHERE indexrelid = '${quote(table.schema)}.${quote(index.name)}'::regclass`,
          ],
        })),
    }),
  ),
];

/** An index of its own beside what is declared. */
function added(name: string, rest: (column: string) => string, type: RegExp): Template {
  return {
    name: `index: add ${name}`,
    places: (shape: DatabaseSchema) =>
      columnsOf(shape, (column, table) => type.test(column.type) && isFree(column, table)).map(
        ({ table, column }) => ({
          on: `${table.name}.${column.name}`,
          touches: `index:${nameOf(table)}.new_index`,
          sql: [`CREATE INDEX "new_index" ON ${sqlOf(table)} ${rest(quote(column.name))}`],
        }),
      ),
  };
}

export const indexChanges: Template[] = [
  ...ofDeclared,
  added('one', (column) => `(${column})`, /^(text|integer|timestamp)/),
  added('a partial one', (column) => `(${column}) WHERE ${column} IS NOT NULL`, /^(text|integer|timestamp)/),
  added('one on an expression', (column) => `(lower(${column}))`, /^text$/),
  added('one that covers', (column) => `(${column}) INCLUDE (${column})`, /^(integer|timestamp)/),
  added('a gin one', (column) => `USING gin (${column})`, /^(jsonb|text\[\])$/),
  added('a gin one of another operator class', (column) => `USING gin (${column} jsonb_path_ops)`, /^jsonb$/),
  added('a hash one', (column) => `USING hash (${column})`, /^text$/),
  {
    name: 'index: add the same once more',
    silent: 'a second index of one definition is the matter of index.duplicate',
    places: (shape) =>
      indexesOf(shape, isPlain).map(({ table, index }) => ({
        on: `${table.name}.${index.name}`,
        touches: `index:${nameOf(table)}.new_index`,
        sql: [`CREATE INDEX "new_index" ON ${sqlOf(table)} (${words(index)})`],
      })),
  },
];
