import type { EnumType, Table } from '../../shared/database-schema';
import { alterTableSql, createEnumSql, quoteName, quoteObject, quoteText } from './sql-text';

/**
 * The statements that add a value at its place. Where values before it lack as well, these come first, so that the
 * place is right whichever finding's repair is pasted first.
 */
export function addValueSql(expected: EnumType, present: readonly string[], value: string): string {
  const statements = addValueSteps(expected, present, value);
  const guard = statements.length > 1 ? 'IF NOT EXISTS ' : '';
  return statements
    .map((step) => `ALTER TYPE ${quoteObject(expected)} ADD VALUE ${guard}${step};`)
    .join('\n');
}

function addValueSteps(expected: EnumType, present: readonly string[], value: string): string[] {
  const position = expected.values.indexOf(value);
  const before = expected.values[position - 1];
  if (before !== undefined) {
    const place = `${quoteText(value)} AFTER ${quoteText(before)}`;
    return present.includes(before) ? [place] : [...addValueSteps(expected, present, before), place];
  }
  const after = expected.values.find((other) => present.includes(other));
  return [after === undefined ? quoteText(value) : `${quoteText(value)} BEFORE ${quoteText(after)}`];
}

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

/** PostgreSQL cannot reorder values: the type is made anew, and every column of it is moved over. */
export function reorderSql(expected: EnumType, observed: EnumType, tables: readonly Table[]): string {
  const old = { schema: expected.schema, name: `${expected.name}_old` };
  const extra = observed.values.filter((value) => !expected.values.includes(value));
  const target = { ...expected, values: [...expected.values, ...extra] };
  const moves = columnsOfType(observed, tables)
    .filter(({ table }) => table.kind.endsWith('table'))
    .map(({ table, column }) => {
      const name = quoteName(column.name);
      const type = `${quoteObject(expected)}${column.type.endsWith('[]') ? '[]' : ''}`;
      const change = `ALTER COLUMN ${name} TYPE ${type} USING ${name}::text${type.endsWith('[]') ? '[]' : ''}::${type}`;
      if (column.default === null) return alterTableSql(table, change);
      return alterTableSql(
        table,
        `ALTER COLUMN ${name} DROP DEFAULT`,
        change,
        `ALTER COLUMN ${name} SET DEFAULT ${column.default}`,
      );
    });
  return [
    'BEGIN;',
    `ALTER TYPE ${quoteObject(observed)} RENAME TO ${quoteName(old.name)};`,
    createEnumSql(target),
    ...moves,
    `DROP TYPE ${quoteObject(old)};`,
    'COMMIT;',
  ].join('\n');
}
