import type { Key, Table } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { weightFor, weightOf } from './support/impact';
import { columnList, modelParts, tableInWords } from './support/names';
import { sqlRemedy } from './support/repair';
import { addPrimaryKeyStatements, replacePrimaryKeyStatements } from './support/repair-primary-key';

import { pairTables, resultOf, type TablePair } from './support/table-pairs';
import { defineCheck } from './types';

/** The primary key of each table that both sides have: there, and on the same columns. Its name takes no part. */
export const primaryKeys = defineCheck({
  id: 'primary-keys',
  group: 'schema',
  title: 'Primary keys',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  run: (observed, settings) => {
    const paired = pairTables(observed, settings);
    const withKey = paired.pairs.filter((pair) => pair.expected.primaryKey || pair.observed.primaryKey);
    const { tables } = observed['database.catalogue'];
    const findings = withKey.map((pair) => difference(pair, tables)).filter((finding) => finding !== null);
    const expectedAnywhere = paired.expected.some((table) => table.primaryKey !== null);
    return resultOf({ compared: withKey.length, findings }, paired, expectedAnywhere, 'a primary key');
  },
});

function difference(pair: TablePair, tables: readonly Table[]): Finding | null {
  const expected = pair.expected.primaryKey;
  const observed = pair.observed.primaryKey;
  if (expected !== null) {
    if (observed === null) return missing(pair, expected);
    return sameColumns(expected.columns, observed.columns)
      ? null
      : otherColumns(pair, expected, observed, tables);
  }
  return observed === null ? null : unexpected(pair, observed);
}

function missing(pair: TablePair, key: Key): Finding {
  // Before Prisma 6, implicit many-to-many tables had a unique index in this place: rows are unique all the same.
  const guard = pair.observed.indexes.find((index) => guardsAsWell(index, key, pair.observed));
  const stands = guard !== undefined;
  return finding(pair, key, {
    rule: 'primary-key.missing',
    ...weightOf(
      !stands ? 'loses integrity' : isManyToMany(pair, key) ? 'changes nothing' : 'weakens integrity',
    ),
    message: `${tableInWords(pair.expected, pair.model)} has the primary key ${columnList(key.columns)} in schema.prisma and ${stands ? `only the unique index ${guard.name} on these columns, which keeps rows apart as well,` : 'none'} in the database.`,
    expected: `primary key ${columnList(key.columns)}`,
    observed: stands ? 'no primary key, but a unique index on its columns' : 'no primary key',
    remedy: sqlRemedy(addPrimaryKeyStatements(pair.observed, key, spareGuard(pair, key))),
  });
}

/** A unique index that nobody declares and that may become the key's own; the key then gives it its name. */
function spareGuard(pair: TablePair, key: Key): string | undefined {
  const declared = new Set(pair.expected.indexes.map((index) => index.name));
  return pair.observed.indexes.find(
    (index) =>
      guardsAsWell(index, key, pair.observed) &&
      index.constraint === null &&
      index.method === 'btree' &&
      !declared.has(index.name) &&
      index.columns.every(({ order, nulls }) => order === 'asc' && nulls === 'last') &&
      sameColumns(
        index.columns.map((column) => column.name ?? ''),
        key.columns,
      ),
  )?.name;
}

/** An implicit many-to-many table, as Prisma names it and its columns; no model maps to it. */
function isManyToMany(pair: TablePair, key: Key): boolean {
  return (
    pair.model === undefined && pair.expected.name.startsWith('_') && sameColumns(key.columns, ['A', 'B'])
  );
}

function guardsAsWell(index: Table['indexes'][number], key: Key, table: Table): boolean {
  const columns = index.columns.map((column) => column.name ?? '');
  const notNull = table.columns.filter((column) => !column.nullable).map((column) => column.name);
  return (
    index.unique &&
    index.valid &&
    index.ready &&
    index.predicate === null &&
    sameColumns([...columns].sort(), [...key.columns].sort()) &&
    columns.every((column) => notNull.includes(column))
  );
}

function unexpected(pair: TablePair, key: Key): Finding {
  return finding(pair, key, {
    rule: 'primary-key.unexpected',
    ...weightOf('is drift'),
    message: `${tableInWords(pair.expected, pair.model)} has no primary key in schema.prisma and ${columnList(key.columns)} in the database.`,
    expected: 'no primary key',
    observed: `primary key ${columnList(key.columns)}`,
    remedy: { kind: 'edit', text: `@@id([${fieldNames(pair, key.columns).join(', ')}])` },
  });
}

function otherColumns(pair: TablePair, expected: Key, observed: Key, tables: readonly Table[]): Finding {
  const reordered = sameColumns([...expected.columns].sort(), [...observed.columns].sort());
  return finding(pair, expected, {
    rule: 'primary-key.columns',
    ...weightOf(reordered ? 'costs' : 'loses integrity'),
    message: `The primary key of ${tableInWords(pair.expected, pair.model)} is ${columnList(expected.columns)} in schema.prisma and ${columnList(observed.columns)} in the database.`,
    expected: `primary key ${columnList(expected.columns)}`,
    observed: `primary key ${columnList(observed.columns)}`,
    remedy: sqlRemedy(replacePrimaryKeyStatements(pair.observed, expected, observed, tables)),
  });
}

type Parts = Pick<Finding, 'rule' | 'severity' | 'impact' | 'message' | 'expected' | 'observed' | 'remedy'>;

function finding(pair: TablePair, key: Key, parts: Parts): Finding {
  const { source, ...model } = modelParts(pair.model);
  const { schema, name: table } = pair.expected;
  return driftFinding({
    ...parts,
    ...weightFor(pair.model, parts),
    about: pair.id,
    subject: { kind: 'primary-key', schema, table, name: key.name, ...model },
    source,
  });
}

function sameColumns(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column, position) => column === other[position]);
}

function fieldNames(pair: TablePair, columns: readonly string[]): string[] {
  const names = new Map(pair.model?.fields.map((field) => [field.dbName, field.name]));
  return columns.map((column) => names.get(column) ?? column);
}
