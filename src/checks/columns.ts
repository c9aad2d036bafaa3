import type { Column } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { columnDifferences } from './support/column-differences';
import { type ColumnAt, columnFinding } from './support/column-finding';
import { expectedColumn, sameColumn } from './support/expected-column';
import { weightOf } from './support/impact';
import { fieldOf } from './support/names';
import { fieldText } from './support/prisma-text';
import { sqlRemedy } from './support/repair';
import { addColumnStatements, dropColumnStatements } from './support/repair-column';
import { pairTables, type TablePair } from './support/table-pairs';
import { defineCheck } from './types';

/** The columns of each table that both sides have: presence, type, nullability, default, how a value comes about, collation. */
export const columns = defineCheck({
  id: 'columns',
  group: 'schema',
  title: 'Columns and their types',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const { pairs, ignore } = pairTables(observed, settings, {
      kinds: ['table', 'partitioned table', 'foreign table'],
      external: true,
    });
    const { tables } = observed['database.catalogue'];
    const migrationsRead = observed['migrations.replay'] !== undefined;
    const findings: Finding[] = [];
    let compared = 0;
    for (const pair of pairs) {
      compared += pair.expected.columns.length;
      if (sameColumns(pair)) continue;
      const kept = (column: Column) => !ignore.column(pair.expected.schema, pair.expected.name, column.name);
      const expected = pair.expected.columns.filter(kept);
      const live = new Map(pair.observed.columns.filter(kept).map((column) => [column.name, column]));
      const migrated = new Map(pair.migrated?.columns.map((column) => [column.name, column]));
      compared += expected.length - pair.expected.columns.length;
      for (const column of expected) {
        const found = live.get(column.name);
        live.delete(column.name);
        const at = { pair, name: column.name, tables };
        const wanted = expectedColumn(column, migrated.get(column.name), fieldOf(pair.model, column.name));
        if (found === undefined) {
          findings.push(missing(at, wanted));
          continue;
        }
        if (!sameColumn(wanted, found)) {
          findings.push(...columnDifferences({ ...at, migrationsRead }, wanted, found));
        }
      }
      // What else a table has that is managed elsewhere is its owner's.
      if (pair.external) continue;
      compared += live.size;
      for (const column of live.values()) {
        findings.push(unexpected({ pair, name: column.name, tables }, column, migrated.get(column.name)));
      }
    }
    return { compared, findings };
  },
});

/** The usual case, told without a map or a text: both have the same columns, and the migrations add nothing to them. */
function sameColumns({ expected, observed, migrated }: TablePair): boolean {
  const wanted = expected.columns;
  const found = observed.columns;
  const made = migrated?.columns;
  if (wanted.length !== found.length || (made !== undefined && made.length !== found.length)) return false;
  return wanted.every((column, position) => {
    const other = found[position];
    if (other === undefined || column.name !== other.name || !sameColumn(column, other)) return false;
    if (made === undefined) return true;
    const third = made[position];
    return third !== undefined && third.name === other.name && sameColumn(third, other);
  });
}

function missing(at: ColumnAt, column: Column): Finding {
  return columnFinding(at, {
    rule: 'column.missing',
    ...weightOf('breaks reads'),
    difference: `is expected by schema.prisma as ${column.type}, but table ${at.pair.id} of the database has no such column`,
    expected: `${column.type}${column.nullable ? '' : ' not null'}`,
    observed: 'no such column',
    remedy: sqlRemedy(addColumnStatements(at.pair.observed, column)),
  });
}

function unexpected(at: ColumnAt, column: Column, migrated: Column | undefined): Finding {
  const breaksInserts =
    !column.nullable && column.default === null && column.identity === null && column.generated === null;
  const words = `${column.type}${column.nullable ? '' : ' not null'}`;
  const known = migrated === undefined ? '' : ': a migration makes it, and the client does not use it';
  return columnFinding(at, {
    rule: 'column.unexpected',
    ...weightOf(breaksInserts ? 'breaks writes' : migrated === undefined ? 'is drift' : 'changes nothing'),
    difference: breaksInserts
      ? `is ${words} without a default in the database and not in schema.prisma, so every insert by the client fails`
      : `is in the database as ${words}, but ${ownerOf(at.pair)} does not declare it${known}`,
    expected: 'no such column',
    observed: words,
    remedy: { kind: 'edit', text: fieldText(column) },
    alternative: sqlRemedy(dropColumnStatements(at.pair.observed, column)),
  });
}

function ownerOf(pair: TablePair): string {
  return pair.model === undefined ? 'schema.prisma' : `model ${pair.model.name} of schema.prisma`;
}
