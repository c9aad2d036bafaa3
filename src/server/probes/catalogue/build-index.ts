import type { Index, IndexColumn } from '../../../shared/database-schema';
import { canonicalExpression } from '../../sql/expression';
import { indexDefinition } from '../../sql/index-definition';
import type { IndexRow, OpclassRow } from './queries';

// Bits of pg_index.indoption: INDOPTION_DESC and INDOPTION_NULLS_FIRST of PostgreSQL's pg_index.h.
const DESC = 1;
const NULLS_FIRST = 2;

/**
 * An index of the catalogue in the common language.
 * @param columnNames of its table, by attnum
 * @param defaultSchema of the connection: names in it are the same with and without it
 */
export function buildIndex(
  row: IndexRow,
  table: { schema: string; name: string },
  columnNames: ReadonlyMap<number, string>,
  opclasses: ReadonlyMap<string, OpclassRow>,
  constraint: Index['constraint'],
  defaultSchema: string,
): Index {
  const keys = row.keys.split(' ').map(Number);
  const options = row.options.split(' ').map(Number);
  const classes = row.opclasses.split(' ');
  const columns = keys.slice(0, row.keyCount).map((attnum, place): IndexColumn => {
    const option = options[place] ?? 0;
    const opclass = opclasses.get(classes[place] ?? '');
    const expression = row.expressions?.[place] ?? null;
    return {
      name: attnum === 0 ? null : (columnNames.get(attnum) ?? `attribute ${attnum}`),
      expression: expression === null ? null : canonicalExpression(expression, null, defaultSchema),
      order: (option & DESC) === 0 ? 'asc' : 'desc',
      nulls: (option & NULLS_FIRST) === 0 ? 'last' : 'first',
      opclass: opclass === undefined || opclass.isDefault ? null : opclass.name,
      collation: null,
    };
  });
  const index: Index = {
    schema: table.schema,
    table: table.name,
    name: row.name,
    columns,
    include: keys.slice(row.keyCount).map((attnum) => columnNames.get(attnum) ?? `attribute ${attnum}`),
    unique: row.unique,
    method: row.method,
    predicate: row.predicate === null ? null : canonicalExpression(row.predicate, null, defaultSchema),
    nullsNotDistinct: row.nullsNotDistinct,
    valid: row.valid,
    ready: row.ready,
    constraint,
    origin: null,
    sizeBytes: row.sizeBytes,
    scans: row.scans,
    definition: '',
  };
  return { ...index, definition: indexDefinition(index) };
}
