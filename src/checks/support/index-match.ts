import type { DatabaseSchema, Index, IndexColumn, Table } from '../../shared/database-schema';
import { nameOf, readable } from './names';

/**
 * An index in words: `btree (userId, createdAt desc) include (score) where …`. Two indexes of one table are the same
 * when these words are the same; the name takes no part, the order of INCLUDE neither, since neither changes what
 * the index does.
 */
export function indexInWords(index: Index): string {
  const known = wordsOf.get(index);
  if (known !== undefined) return known;
  const words = writeIndex(index);
  wordsOf.set(index, words);
  return words;
}

/** Several checks ask for the words of the same index. */
const wordsOf = new WeakMap<Index, string>();

function writeIndex(index: Index): string {
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

/** The same as equal words on one table, told without writing them. */
export function sameIndex(one: Index, other: Index): boolean {
  return (
    one.unique === other.unique &&
    one.method === other.method &&
    one.predicate === other.predicate &&
    one.nullsNotDistinct === other.nullsNotDistinct &&
    one.columns.length === other.columns.length &&
    one.include.length === other.include.length &&
    one.columns.every((column, position) => sameKey(column, other.columns[position], one.method)) &&
    (one.include.length === 0 || sameInclude(one.include, other.include))
  );
}

/** Whether two keys at one place of two indexes are the same. */
export function sameKey(one: IndexColumn, other: IndexColumn | undefined, method: string): boolean {
  return (
    other !== undefined &&
    one.name === other.name &&
    one.expression === other.expression &&
    one.opclass === other.opclass &&
    one.collation === other.collation &&
    (method !== 'btree' || (one.order === other.order && one.nulls === other.nulls))
  );
}

function sameInclude(one: readonly string[], other: readonly string[]): boolean {
  const sorted = [...other].sort();
  return [...one].sort().every((name, position) => name === sorted[position]);
}

/**
 * The usual case: each index of the one table stands on the other under its name, valid and ready, and there is no more.
 * Where this is so, nothing is left to compare.
 */
export function sameIndexes(expected: readonly Index[], live: readonly Index[]): boolean {
  if (expected.length !== live.length) return false;
  return expected.every((index, position) => {
    const there = live[position];
    const found = there?.name === index.name ? there : live.find(({ name }) => name === index.name);
    return (
      found?.valid === true && found.ready && found.deferrable === index.deferrable && sameIndex(index, found)
    );
  });
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

const onlyMigrated = new WeakMap<readonly Index[], { ddl: readonly Table[]; indexes: Index[] }>();

/**
 * The indexes that plain SQL in migrations declares and `schema.prisma` does not: the strategic ones. One that has
 * the schema's definition or the schema's name is the schema's own.
 */
export function migrationOnlyIndexes(fromMigrations: readonly Index[], ddl: DatabaseSchema): Index[] {
  const known = onlyMigrated.get(fromMigrations);
  if (known?.ddl === ddl.tables) return known.indexes;
  const tables = new Map(ddl.tables.map((table) => [nameOf(table), table]));
  const others = fromMigrations.filter((index) => {
    if (index.constraint === 'primary' || index.constraint === 'exclusion') return false;
    const own = tables.get(nameOf({ schema: index.schema, name: index.table }))?.indexes ?? [];
    return !own.some((declared) => declared.name === index.name || sameIndex(declared, index));
  });
  // A name can also be taken by an index of another table, or by a primary key: looked up only for what is left.
  const names = others.length === 0 ? new Set<string>() : namesIn(ddl);
  const indexes = others.filter((index) => !names.has(`${index.schema}.${index.name}`));
  onlyMigrated.set(fromMigrations, { ddl: ddl.tables, indexes });
  return indexes;
}

function namesIn(ddl: DatabaseSchema): Set<string> {
  return new Set(
    ddl.tables.flatMap((table) => [
      ...table.indexes.map((index) => `${index.schema}.${index.name}`),
      ...(table.primaryKey === null ? [] : [`${table.schema}.${table.primaryKey.name}`]),
    ]),
  );
}

function columnInWords(column: IndexColumn, method: string): string {
  const key = column.name === null ? `(${column.expression ?? ''})` : readable(column.name);
  const collation = column.collation === null ? '' : ` collate ${readable(column.collation)}`;
  const opclass = column.opclass === null ? '' : ` ${column.opclass}`;
  return `${key}${collation}${opclass}${orderInWords(column, method)}`;
}

// Only a btree has an order; what a catalogue says of it for other methods means nothing.
function orderInWords(column: IndexColumn, method: string): string {
  if (method !== 'btree') return '';
  const usual = column.order === 'desc' ? 'first' : 'last';
  return `${column.order === 'desc' ? ' desc' : ''}${column.nulls === usual ? '' : ` nulls ${column.nulls}`}`;
}
