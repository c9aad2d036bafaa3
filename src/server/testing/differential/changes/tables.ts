import { nameOf, quote, sqlOf, type Template, tablesOf } from './place';

/** Tables, and columns as a whole. */
export const tableChanges: Template[] = [
  {
    name: 'drop table',
    times: 2,
    places: (shape) => {
      const targets = new Set(
        shape.tables.flatMap((table) => table.foreignKeys.map((key) => nameOf(asTable(key.references)))),
      );
      return tablesOf(shape)
        .filter((table) => !targets.has(nameOf(table)))
        .map((table) => at(table, `DROP TABLE ${sqlOf(table)}`));
    },
  },
  {
    name: 'drop table cascade',
    places: (shape) => tablesOf(shape).map((table) => at(table, `DROP TABLE ${sqlOf(table)} CASCADE`)),
  },
  {
    name: 'rename table',
    times: 2,
    places: (shape) =>
      tablesOf(shape).map((table) => at(table, `ALTER TABLE ${sqlOf(table)} RENAME TO "renamed_table"`)),
  },
  {
    name: 'move table to another schema',
    places: (shape) =>
      tablesOf(shape).map((table) =>
        at(table, 'CREATE SCHEMA "elsewhere"', `ALTER TABLE ${sqlOf(table)} SET SCHEMA "elsewhere"`),
      ),
  },
  {
    name: 'view in the place of a table',
    places: (shape) =>
      tablesOf(shape).map((table) =>
        at(
          table,
          `ALTER TABLE ${sqlOf(table)} RENAME TO "renamed_table"`,
          `CREATE VIEW ${sqlOf(table)} AS SELECT * FROM ${quote(table.schema)}."renamed_table"`,
        ),
      ),
  },
  {
    name: 'create table',
    places: (shape) => [
      {
        on: 'new_table',
        touches: `table:${shape.schemas[0]}.new_table`,
        sql: [`CREATE TABLE ${quote(shape.schemas[0] ?? '')}."new_table" (id int PRIMARY KEY, a text)`],
      },
    ],
  },
  {
    name: 'create partitioned table',
    places: (shape) => [
      {
        on: 'new_parts',
        touches: `table:${shape.schemas[0]}.new_parts`,
        sql: [
          `CREATE TABLE ${quote(shape.schemas[0] ?? '')}."new_parts" (id int NOT NULL) PARTITION BY RANGE (id)`,
        ],
      },
    ],
  },
  {
    name: 'drop column',
    times: 4,
    places: (shape) =>
      tablesOf(shape).flatMap((table) =>
        table.columns.map((column) => ({
          on: `${table.name}.${column.name}`,
          touches: `column:${nameOf(table)}.${column.name}`,
          sql: [`ALTER TABLE ${sqlOf(table)} DROP COLUMN ${quote(column.name)} CASCADE`],
        })),
      ),
  },
  {
    name: 'rename column',
    times: 3,
    places: (shape) =>
      tablesOf(shape).flatMap((table) =>
        table.columns.map((column) => ({
          on: `${table.name}.${column.name}`,
          touches: `column:${nameOf(table)}.${column.name}`,
          sql: [`ALTER TABLE ${sqlOf(table)} RENAME COLUMN ${quote(column.name)} TO "renamed_column"`],
        })),
      ),
  },
  ...[
    ['add column, nullable', 'text'],
    ['add column, required', 'text NOT NULL'],
    ['add column, required with default', "text NOT NULL DEFAULT 'x'"],
    ['add column, generated', 'int GENERATED ALWAYS AS (1 + 1) STORED'],
    ['add column, identity', 'bigint GENERATED ALWAYS AS IDENTITY'],
    ['add column, serial', 'serial'],
    ['add column, array', 'int[]'],
  ].map(
    ([name = '', type = '']): Template => ({
      name,
      places: (shape) =>
        tablesOf(shape).map((table) => ({
          on: `${table.name}.new_column`,
          touches: `column:${nameOf(table)}.new_column`,
          sql: [`ALTER TABLE ${sqlOf(table)} ADD COLUMN "new_column" ${type}`],
        })),
    }),
  ),
];

function asTable(references: { schema: string; table: string }): { schema: string; name: string } {
  return { schema: references.schema, name: references.table };
}

function at(table: { schema: string; name: string }, ...sql: string[]) {
  return { on: table.name, touches: `table:${nameOf(table)}`, sql };
}
