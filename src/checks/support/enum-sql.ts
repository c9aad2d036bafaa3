import type { EnumType, Table } from '../../shared/database-schema';
import { quoteName } from './sql-text';

/** Columns whose type is this enum, or a list of it. */
export function columnsOfType(type: EnumType, tables: readonly Table[]) {
  const spellings = [type.name, quoteName(type.name)];
  const types = new Set([
    ...spellings,
    ...spellings.flatMap((s) => [`${type.schema}.${s}`, `${quoteName(type.schema)}.${s}`]),
  ]);
  return tables.flatMap((table) =>
    table.columns
      .filter((column) => types.has(column.type.replace(/\[\]$/, '')))
      .map((column) => ({ table, column })),
  );
}
