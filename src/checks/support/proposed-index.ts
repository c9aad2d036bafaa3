import type { Index, Table } from '../../shared/database-schema';
import { cutName } from './sql-text';

/** An index that somebody might make, with a name that is free on its table. */
export function proposedIndex(
  parts: {
    columns: readonly { column: string; order: 'asc' | 'desc'; nulls: 'first' | 'last' }[];
    predicate: string | null;
  },
  table: Pick<Table, 'schema' | 'name' | 'indexes'>,
): Index {
  const columns = parts.columns.map(({ column, order, nulls }) => ({
    name: column,
    expression: null,
    order,
    nulls,
    opclass: null,
    collation: null,
  }));
  return {
    schema: table.schema,
    table: table.name,
    name: freeName(
      [table.name, ...columns.map(({ name }) => name)].join('_'),
      parts.predicate === null ? '_idx' : '_partial_idx',
      table,
    ),
    columns,
    include: [],
    unique: false,
    method: 'btree',
    predicate: parts.predicate,
    nullsNotDistinct: false,
    valid: true,
    ready: true,
    constraint: null,
    origin: null,
    sizeBytes: null,
    definition: '',
  };
}

function freeName(base: string, end: string, { indexes }: Pick<Table, 'indexes'>): string {
  for (let count = 0; ; count += 1) {
    const name = cutName(base, count === 0 ? end : `${end}${count}`);
    if (!indexes.some((index) => index.name === name)) return name;
  }
}
