import type { Column } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaField } from '../../shared/prisma-schema';
import { type ColumnAt, columnFinding } from './column-finding';
import { type Consequence, weightOf } from './impact';
import { fieldOf } from './names';
import { sqlRemedy } from './repair';
import { defaultStatements } from './repair-column';

/** How the defaults of a column differ. Identity and generated columns have none of their own and are judged there. */
export function defaultDifference(at: ColumnAt, expected: Column, observed: Column): Finding | null {
  if (expected.default === observed.default) return null;
  if (expected.generated !== null || observed.generated !== null) return null;
  if (expected.identity !== null || observed.identity !== null) return null;

  // `dbgenerated()` without an argument takes whatever the database does, and `cuid()` and its like are the client's.
  const field = fieldOf(at.pair.model, at.name);
  if (expected.default === null && field?.hasDefault === true) return null;

  const consequence = defaultConsequence(expected, observed, field);
  return columnFinding(at, {
    rule: 'column.default',
    ...weightOf(consequence),
    difference: `has ${inWords(expected)} in schema.prisma and ${inWords(observed)} in the database${consequence === 'is drift' ? ', which only writers other than the client notice' : ''}`,
    expected: expected.default ?? 'no default',
    observed: observed.default ?? 'no default',
    remedy: sqlRemedy(defaultStatements(at.pair.observed, expected)),
  });
}

function inWords(column: Column): string {
  return column.default === null ? 'no default' : `the default ${column.default}`;
}

/**
 * The client sends a value for each default that it knows how to make: literals, now(), uuid() and their like. Only
 * autoincrement() and dbgenerated() are left to the database, so that only there a default matters to it.
 */
function defaultConsequence(expected: Column, observed: Column, field: PrismaField | undefined): Consequence {
  if (expected.default === null || isClients(expected.default, field)) return 'is drift';
  if (observed.default !== null) return 'weakens integrity';
  return expected.nullable && observed.nullable ? 'weakens integrity' : 'breaks writes';
}

const LITERAL = /^(?:'(?:[^']|'')*'|[-+]?\d[\d.eE+-]*|true|false|ARRAY\[.*\]|'\{.*\}')$/s;

function isClients(expression: string, field: PrismaField | undefined): boolean {
  if (field?.defaultFrom !== undefined) return field.defaultFrom === 'client';
  return expression === 'CURRENT_TIMESTAMP' || LITERAL.test(expression);
}
