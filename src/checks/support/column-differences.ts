import type { Column } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { defaultDifference } from './column-default';
import { type ColumnAt, columnFinding } from './column-finding';
import { fieldOf } from './names';
import { sqlRemedy } from './repair';
import { generationStatements, identityStatements, nullabilityStatements } from './repair-column';
import { typeStatements } from './repair-type';

/** What sets two columns of the same name apart; empty when they agree. Their position takes no part. */
export function columnDifferences(at: ColumnAt, expected: Column, observed: Column): Finding[] {
  return [
    typeDifference(at, expected, observed),
    nullability(at, expected, observed),
    generation(at, expected, observed),
    identity(at, expected, observed),
    defaultDifference(at, expected, observed),
  ].filter((finding) => finding !== null);
}

function typeDifference(at: ColumnAt, expected: Column, observed: Column): Finding | null {
  if (expected.type === observed.type) return null;
  return columnFinding(at, {
    rule: 'column.type',
    severity: 'error',
    impact: 'read',
    difference: `is ${expected.type} in schema.prisma and ${observed.type} in the database`,
    expected: expected.type,
    observed: observed.type,
    remedy: sqlRemedy(typeStatements(at.pair.observed, expected, observed, at.tables)),
  });
}

function nullability(at: ColumnAt, expected: Column, observed: Column): Finding | null {
  if (expected.nullable === observed.nullable) return null;
  const remedy = sqlRemedy(nullabilityStatements(at.pair.observed, expected));
  if (!expected.nullable) {
    return columnFinding(at, {
      rule: 'column.nullability',
      severity: 'error',
      impact: 'read',
      difference:
        'is required in schema.prisma and nullable in the database, so that a null there breaks the read',
      expected: 'not null',
      observed: 'nullable',
      remedy,
    });
  }
  // Prisma declares list columns nullable and never writes null to them: NOT NULL only matters without a default.
  const isList = expected.type.endsWith('[]');
  const filled = observed.default !== null;
  return columnFinding(at, {
    rule: 'column.nullability',
    severity: isList ? (filled ? 'info' : 'warning') : 'error',
    impact: isList && filled ? 'none' : 'write',
    difference: `${isList ? 'is a list that may be null' : 'is optional'} in schema.prisma and NOT NULL in the database`,
    expected: 'nullable',
    observed: 'not null',
    remedy,
  });
}

function generation(at: ColumnAt, expected: Column, observed: Column): Finding | null {
  if (expected.generated === observed.generated) return null;
  const field = fieldOf(at.pair.model, at.name);
  // The client leaves out a field that is optional or has a default, and such an insert goes through.
  const leftOut = field !== undefined && (field.hasDefault || !field.isRequired);
  const harmless = expected.generated !== null ? observed.generated !== null : leftOut;
  const expectedWords = generatedInWords(expected);
  const observedWords = generatedInWords(observed);
  return columnFinding(at, {
    rule: 'column.generated',
    severity: harmless ? 'warning' : 'error',
    impact: 'write',
    difference: `is ${expectedWords} in schema.prisma and ${observedWords} in the database`,
    expected: expectedWords,
    observed: observedWords,
    remedy: sqlRemedy(generationStatements(at.pair.observed, expected, observed)),
  });
}

function generatedInWords(column: Column): string {
  return column.generated === null ? 'an ordinary column' : `a ${column.generated} generated column`;
}

function identity(at: ColumnAt, expected: Column, observed: Column): Finding | null {
  if (expected.identity === observed.identity) return null;
  const expectedWords = identityInWords(expected);
  const observedWords = identityInWords(observed);
  // Where both sides count up, an insert without a value goes through; ALWAYS refuses the values that a client sends.
  const bothCount = counts(expected) && counts(observed);
  const refuses = observed.identity === 'always' && !counts(expected);
  const lacks = counts(expected) && !counts(observed) && observed.default === null;
  return columnFinding(at, {
    rule: 'column.identity',
    severity: !bothCount && (refuses || lacks) ? 'error' : 'warning',
    impact: observed.identity === 'by default' ? 'none' : 'write',
    difference: `is ${expectedWords} in schema.prisma and ${observedWords} in the database`,
    expected: expectedWords,
    observed: observedWords,
    remedy: sqlRemedy(identityStatements(at.pair.observed, expected, observed)),
  });
}

function counts(column: Column): boolean {
  return column.identity !== null || column.default === 'nextval';
}

function identityInWords(column: Column): string {
  if (column.identity !== null) return `generated ${column.identity} as identity`;
  return column.default === 'nextval' ? 'counted by a sequence' : 'no identity column';
}
