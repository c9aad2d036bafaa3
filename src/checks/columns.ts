import type { Column } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { columnDifferences } from './support/column-differences';
import { type ColumnAt, columnFinding } from './support/column-finding';
import { fieldText } from './support/prisma-text';
import { sqlRemedy } from './support/repair';
import { addColumnStatements, dropColumnStatements } from './support/repair-column';
import { pairTables, type TablePair } from './support/table-pairs';
import { defineCheck } from './types';

/** The columns of each table that both sides have: their presence, type, nullability, default, identity. */
export const columns = defineCheck({
  id: 'columns',
  group: 'schema',
  title: 'Columns and their types',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  run: (observed, settings) => {
    const { pairs, ignore } = pairTables(observed, settings, ['table', 'partitioned table', 'foreign table']);
    const findings: Finding[] = [];
    let compared = 0;
    for (const pair of pairs) {
      const kept = (column: Column) => !ignore.column(pair.expected.schema, pair.expected.name, column.name);
      const expected = pair.expected.columns.filter(kept);
      const live = new Map(pair.observed.columns.filter(kept).map((column) => [column.name, column]));
      compared += expected.length;
      for (const column of expected) {
        const found = live.get(column.name);
        live.delete(column.name);
        const at = { pair, name: column.name, tables: observed['database.catalogue'].tables };
        if (found === undefined) findings.push(missing(at, column));
        else findings.push(...columnDifferences(at, column, found));
      }
      compared += live.size;
      for (const column of live.values()) {
        findings.push(
          unexpected({ pair, name: column.name, tables: observed['database.catalogue'].tables }, column),
        );
      }
    }
    return { compared, findings };
  },
});

function missing(at: ColumnAt, column: Column): Finding {
  return columnFinding(at, {
    rule: 'column.missing',
    severity: 'error',
    impact: 'read',
    difference: `is expected by schema.prisma as ${column.type}, but table ${at.pair.id} of the database has no such column`,
    expected: `${column.type}${column.nullable ? '' : ' not null'}`,
    observed: 'no such column',
    remedy: sqlRemedy(addColumnStatements(at.pair.observed, column)),
  });
}

function unexpected(at: ColumnAt, column: Column): Finding {
  const breaksInserts =
    !column.nullable && column.default === null && column.identity === null && column.generated === null;
  const words = `${column.type}${column.nullable ? '' : ' not null'}`;
  return columnFinding(at, {
    rule: 'column.unexpected',
    severity: breaksInserts ? 'error' : 'warning',
    impact: breaksInserts ? 'write' : 'none',
    difference: breaksInserts
      ? `is ${words} without a default in the database and not in schema.prisma, so every insert by the client fails`
      : `is in the database as ${words}, but ${ownerOf(at.pair)} does not declare it`,
    expected: 'no such column',
    observed: words,
    remedy: { kind: 'edit', text: fieldText(column) },
    alternative: sqlRemedy(dropColumnStatements(at.pair.observed, column)),
  });
}

function ownerOf(pair: TablePair): string {
  return pair.model === undefined ? 'schema.prisma' : `model ${pair.model.name} of schema.prisma`;
}
