import type { Column, DatabaseSchema, ForeignKey, Index, Table } from '../../../../shared/database-schema';

/** One DDL change at one place of a schema. */
export type Place = {
  /** `users.email`: where, as the change's name says it. */
  on: string;
  /** The fact that it must change, or it would be no change: `column:public.users.email`. */
  touches: string;
  /** Statements, each run by itself. */
  sql: string[];
};

/** One kind of change, wherever a schema has a place for it. */
export type Template = {
  name: string;
  /** On how many places it is tried; one by default. */
  times?: number;
  /** The server's version that understands it, as `server_version_num` counts: 150000. */
  since?: number;
  /** Nobody has to report it, with the reason. */
  silent?: string;
  places(shape: DatabaseSchema): Place[];
};

export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const nameOf = (table: { schema: string; name: string }) => `${table.schema}.${table.name}`;
export const sqlOf = (table: { schema: string; name: string }) =>
  `${quote(table.schema)}.${quote(table.name)}`;

/** The tables that changes are made to: not Prisma's own, whose rows the migrations' checks read. */
export function tablesOf(shape: DatabaseSchema): Table[] {
  return shape.tables.filter((table) => table.kind === 'table' && table.name !== '_prisma_migrations');
}

/** Every column of every table, with those that fit. */
export function columnsOf(
  shape: DatabaseSchema,
  fits: (column: Column, table: Table) => boolean,
): { table: Table; column: Column }[] {
  return tablesOf(shape).flatMap((table) =>
    table.columns.filter((column) => fits(column, table)).map((column) => ({ table, column })),
  );
}

/** No key, index or other column leans on it, so that it can be changed alone. */
export function isFree(column: Column, table: Table): boolean {
  const inIndex = table.indexes.some(
    (index) =>
      index.columns.some((one) => one.name === column.name || one.expression?.includes(column.name)) ||
      index.include.includes(column.name) ||
      index.predicate?.includes(column.name) === true,
  );
  const inKey =
    table.primaryKey?.columns.includes(column.name) === true ||
    table.foreignKeys.some((key) => key.columns.includes(column.name));
  return !inIndex && !inKey && column.generated === null && column.identity === null;
}

export function keysOf(shape: DatabaseSchema, fits: (key: ForeignKey, table: Table) => boolean = () => true) {
  return tablesOf(shape).flatMap((table) =>
    table.foreignKeys.filter((key) => fits(key, table)).map((key) => ({ table, key })),
  );
}

/** Indexes that no constraint stands on. */
export function indexesOf(
  shape: DatabaseSchema,
  fits: (index: Index, table: Table) => boolean,
): { table: Table; index: Index }[] {
  return tablesOf(shape).flatMap((table) =>
    table.indexes
      .filter((index) => index.constraint === null && fits(index, table))
      .map((index) => ({ table, index })),
  );
}

/** A btree over plain columns, as `@@index` makes it. */
export function isPlain(index: Index): boolean {
  return (
    !index.unique &&
    index.method === 'btree' &&
    index.predicate === null &&
    index.include.length === 0 &&
    index.columns.every((column) => column.name !== null)
  );
}

/** A change of one column by ALTER TABLE. */
export function alterColumn(
  { table, column }: { table: Table; column: Column },
  action: string,
  ...further: string[]
): Place {
  return {
    on: `${table.name}.${column.name}`,
    touches: `column:${nameOf(table)}.${column.name}`,
    sql: [`ALTER TABLE ${sqlOf(table)} ALTER COLUMN ${quote(column.name)} ${action}`, ...further],
  };
}
