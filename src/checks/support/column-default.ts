import type { Column } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { type ColumnAt, columnFinding } from './column-finding';
import { fieldOf } from './names';
import { sqlRemedy } from './repair';
import { defaultStatements } from './repair-column';

/** How the defaults of a column differ. Identity and generated columns have none of their own and are judged there. */
export function defaultDifference(at: ColumnAt, expected: Column, observed: Column): Finding | null {
  if (expected.default === observed.default) return null;
  if (expected.generated !== null || observed.generated !== null) return null;
  if (expected.identity !== null || observed.identity !== null) return null;

  // `dbgenerated()` without an argument takes whatever the database does, and `cuid()` and its like are the client's.
  if (expected.default === null && fieldOf(at.pair.model, at.name)?.hasDefault === true) return null;

  const expectedWords = expected.default ?? 'no default';
  const observedWords = observed.default ?? 'no default';
  const lost = observed.default === null;
  return columnFinding(at, {
    rule: 'column.default',
    severity: lost && !(expected.nullable && observed.nullable) ? 'error' : 'warning',
    impact: 'write',
    difference: `has ${inWords(expected)} in schema.prisma and ${inWords(observed)} in the database`,
    expected: expectedWords,
    observed: observedWords,
    remedy: sqlRemedy(defaultStatements(at.pair.observed, expected)),
  });
}

function inWords(column: Column): string {
  return column.default === null ? 'no default' : `the default ${column.default}`;
}
