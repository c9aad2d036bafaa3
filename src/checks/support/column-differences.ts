import type { Column } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { defaultDifference } from './column-default';
import { type ColumnAt, type ComparedColumn, columnFinding } from './column-finding';
import { collationDifference, generationDifference, identityDifference } from './column-makings';
import { type Consequence, weightOf } from './impact';
import { fieldOf } from './names';
import { sqlRemedy } from './repair';
import { nullabilityStatements } from './repair-column';
import { typeStatements } from './repair-type';
import { typeConsequence } from './type-consequence';

/** What sets two columns of the same name apart; empty when they agree. Their position takes no part. */
export function columnDifferences(at: ComparedColumn, expected: Column, observed: Column): Finding[] {
  const forClient = [typeDifference(at, expected, observed), nullability(at, expected, observed)];
  // How a column comes by its values is the matter of those who manage it.
  const structure = at.pair.external
    ? []
    : [
        generationDifference(at, expected, observed),
        identityDifference(at, expected, observed),
        defaultDifference(at, expected, observed),
        collationDifference(at, expected, observed),
      ];
  return [...forClient, ...structure].filter((finding) => finding !== null);
}

const IN_WORDS: Record<Consequence, string> = {
  'breaks reads': 'which the client cannot read as the field’s type',
  'may change reads': 'which the client may read as another value',
  'breaks writes': 'which refuses values that the schema allows',
  'may refuse writes': 'which may refuse values that the schema allows',
  'loses integrity': 'which changes values when it stores them',
  'weakens integrity': 'which the client reads and writes as well, but which lets in more',
  slows: 'which is slower',
  costs: 'which costs more',
  'could cost less': 'which could cost less',
  'may cost': 'which may cost more',
  'is drift': 'which the client reads and writes as well',
  'changes nothing': 'which changes nothing',
};

function typeDifference(at: ColumnAt, expected: Column, observed: Column): Finding | null {
  if (expected.type === observed.type) return null;
  const measured = typeConsequence(expected.type, observed.type);
  // The client never selects an Unsupported field: only what raw SQL writes can be refused.
  const unread = fieldOf(at.pair.model, at.name)?.kind === 'unsupported' && measured === 'breaks reads';
  const consequence = unread ? 'breaks writes' : measured;
  return columnFinding(at, {
    rule: 'column.type',
    ...weightOf(consequence),
    difference: `is ${expected.type} in schema.prisma and ${observed.type} in the database, ${IN_WORDS[consequence]}`,
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
      ...weightOf('breaks reads'),
      difference:
        'is required in schema.prisma and nullable in the database, so that a null there breaks the read',
      expected: 'not null',
      observed: 'nullable',
      remedy,
    });
  }
  // Prisma declares list columns nullable and leaves an empty one out of the insert: NOT NULL matters without a default.
  const isList = expected.type.endsWith('[]');
  const filled = observed.default !== null;
  return columnFinding(at, {
    rule: 'column.nullability',
    ...weightOf(isList && filled ? 'changes nothing' : 'breaks writes'),
    difference: isList
      ? `is a list that the client may leave out by schema.prisma and NOT NULL ${filled ? 'with' : 'without'} a default in the database`
      : 'is optional in schema.prisma and NOT NULL in the database',
    expected: 'nullable',
    observed: 'not null',
    remedy,
  });
}
