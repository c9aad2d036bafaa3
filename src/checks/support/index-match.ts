import type { DatabaseSchema, Index, IndexColumn } from '../../shared/database-schema';
import { readable } from './names';

/**
 * An index in words: `btree (userId, createdAt desc) include (score) where …`. Two indexes of one table are the same
 * when these words are the same; the name takes no part, the order of INCLUDE neither, since neither changes what
 * the index does.
 */
export function indexInWords(index: Index): string {
  const columns = index.columns.map((column) => columnInWords(column, index.method)).join(', ');
  return [
    index.unique ? 'unique' : '',
    `${index.method} (${columns})`,
    index.include.length === 0 ? '' : `include (${[...index.include].sort().map(readable).join(', ')})`,
    index.nullsNotDistinct ? 'nulls not distinct' : '',
    index.predicate === null ? '' : `where ${index.predicate}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The table and what the index does: equal for two indexes that may stand for one another. */
export function sameIndexKey(index: Index): string {
  return `${index.schema}.${index.table} ${indexInWords(index)}`;
}

/**
 * The subject part of a key: the bare column list where the index is a plain one, and what sets it apart otherwise,
 * so that two indexes on the same columns have two keys.
 */
export function indexKeyColumns(index: Index): string {
  const columns = index.columns
    .map((column) => `${column.name ?? column.expression ?? ''}${orderInWords(column, index.method)}`)
    .join(',');
  return [
    columns,
    index.method === 'btree' ? '' : `using ${index.method}`,
    index.include.length === 0 ? '' : `include ${[...index.include].sort().join(',')}`,
    index.predicate === null ? '' : `where ${index.predicate}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Plain column list of an index: `userId,createdAt`; expressions stand as they are. */
export function indexColumnNames(index: Index): string[] {
  return index.columns.map((column) => column.name ?? `(${column.expression ?? ''})`);
}

/**
 * The indexes that plain SQL in migrations declares and `schema.prisma` does not: the strategic ones. One that has
 * the schema's definition or the schema's name is the schema's own.
 */
export function migrationOnlyIndexes(fromMigrations: readonly Index[], ddl: DatabaseSchema): Index[] {
  const declared = ddl.tables.flatMap((table) => table.indexes);
  const definitions = new Set(declared.map(sameIndexKey));
  const names = new Set(declared.map((index) => `${index.schema}.${index.name}`));
  const primaryKeys = new Set(
    ddl.tables.flatMap((table) => (table.primaryKey ? [`${table.schema}.${table.primaryKey.name}`] : [])),
  );
  return fromMigrations.filter((index) => {
    const name = `${index.schema}.${index.name}`;
    return (
      index.constraint !== 'primary' &&
      index.constraint !== 'exclusion' &&
      !definitions.has(sameIndexKey(index)) &&
      !names.has(name) &&
      !primaryKeys.has(name)
    );
  });
}

function columnInWords(column: IndexColumn, method: string): string {
  const key = column.name === null ? `(${column.expression ?? ''})` : readable(column.name);
  const opclass = column.opclass === null ? '' : ` ${column.opclass}`;
  return `${key}${opclass}${orderInWords(column, method)}`;
}

// Only a btree has an order; what a catalogue says of it for other methods means nothing.
function orderInWords(column: IndexColumn, method: string): string {
  if (method !== 'btree') return '';
  const usual = column.order === 'desc' ? 'first' : 'last';
  return `${column.order === 'desc' ? ' desc' : ''}${column.nulls === usual ? '' : ` nulls ${column.nulls}`}`;
}
