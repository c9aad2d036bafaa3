import type { Index, IndexColumn, Table } from '../../shared/database-schema';
import { alterTableSql, quoteColumns, quoteName, quoteObject } from './sql-text';

type IndexSqlOptions = {
  /** Builds without blocking writes; not inside a transaction, and not on a partitioned table. */
  concurrently?: boolean;
};

/** The statement that makes an index, written from its parts with every name quoted. */
export function createIndexSql(index: Index, options: IndexSqlOptions = {}): string {
  if (index.constraint === 'unique') {
    const nulls = index.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
    const columns = quoteColumns(index.columns.map((column) => column.name ?? ''));
    return alterTableSql(
      { schema: index.schema, name: index.table },
      `ADD CONSTRAINT ${quoteName(index.name)} UNIQUE${nulls} ${columns}${includeSql(index)}${index.deferrable === true ? ' DEFERRABLE' : ''}`,
    );
  }
  const start = `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${options.concurrently ? 'CONCURRENTLY ' : ''}`;
  const on = quoteObject({ schema: index.schema, name: index.table });
  const columns = index.columns.map((column) => columnSql(column, index.method)).join(', ');
  const nulls = index.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
  const where = index.predicate === null ? '' : ` WHERE ${index.predicate}`;
  return `${start}${quoteName(index.name)} ON ${on} USING ${index.method} (${columns})${includeSql(index)}${nulls}${where};`;
}

/** The same statement as it is written in a migration, so that it does not block writes when it is pasted. */
export function concurrently(definition: string): string {
  const statement = definition.trim().replace(/;?$/, ';');
  return statement.replace(/\b(CREATE\s+(?:UNIQUE\s+)?INDEX)\s+(?!CONCURRENTLY\b)/i, '$1 CONCURRENTLY ');
}

/** `DROP INDEX …;`; an index that carries a constraint goes with its constraint. */
export function dropIndexSql(index: Index, options: IndexSqlOptions = {}): string {
  if (index.constraint !== null) {
    return alterTableSql(
      { schema: index.schema, name: index.table },
      `DROP CONSTRAINT ${quoteName(index.name)}`,
    );
  }
  return `DROP INDEX ${options.concurrently ? 'CONCURRENTLY ' : ''}${quoteObject(index)};`;
}

/** What makes an index that stands but is not valid a valid one, and keeps its name. */
export function rebuildIndexSql(index: Index, table: Pick<Table, 'kind'>): string {
  const how = table.kind === 'partitioned table' ? '' : 'CONCURRENTLY ';
  return `REINDEX INDEX ${how}${quoteObject(index)};`;
}

function includeSql(index: Index): string {
  return index.include.length === 0 ? '' : ` INCLUDE ${quoteColumns(index.include)}`;
}

function columnSql(column: IndexColumn, method: string): string {
  const key = column.name === null ? `(${column.expression ?? ''})` : quoteName(column.name);
  const opclass = column.opclass === null ? '' : ` ${column.opclass}`;
  if (method !== 'btree') return `${key}${opclass}`;
  const order = column.order === 'desc' ? ' DESC' : '';
  const usual = column.order === 'desc' ? 'first' : 'last';
  const nulls = column.nulls === usual ? '' : ` NULLS ${column.nulls.toUpperCase()}`;
  return `${key}${opclass}${order}${nulls}`;
}
