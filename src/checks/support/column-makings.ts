import type { Column } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { type ComparedColumn, columnFinding } from './column-finding';
import { type Consequence, weightOf, weightOfExtra } from './impact';
import { fieldOf } from './names';
import { sqlRemedy, statement } from './repair';
import { generationStatements, identityStatements } from './repair-column';
import { columnReaders } from './repair-column-readers';
import { alterTableSql, quoteName } from './sql-text';
import { sentences } from './words';

/** Whether the database computes the values, and how: Prisma has no words for it, only a migration can say so. */
export function generationDifference(at: ComparedColumn, expected: Column, observed: Column): Finding | null {
  if (expected.generated === null && observed.generated === null) return null;
  if (expected.generated === observed.generated && expected.default === observed.default) return null;
  const wanted = generatedInWords(expected);
  const found = generatedInWords(observed);
  return columnFinding(at, {
    rule: 'column.generated',
    // Whoever made it, it refuses what the client sends: it is no mere information where migrations were not read.
    ...weightOf(expected.generated === null ? refusal(at) : generationConsequence(expected, observed)),
    difference: `is ${wanted} in ${declarer(expected.generated !== null)} and ${found} in the database`,
    expected: wanted,
    observed: found,
    remedy: sqlRemedy(generationStatements(at.pair.observed, expected, observed, at.tables)),
  });
}

/** The client leaves out a field that is optional or has a default, and such an insert goes through. */
function refusal(at: ComparedColumn): Consequence {
  const field = fieldOf(at.pair.model, at.name);
  const leftOut = field !== undefined && (field.hasDefault || !field.isRequired);
  return leftOut ? 'may refuse writes' : 'breaks writes';
}

function generationConsequence(expected: Column, observed: Column): Consequence {
  // Stored or virtual, the value is the same: another expression, or none, gives another one.
  return observed.generated !== null && expected.default === observed.default
    ? 'is drift'
    : 'loses integrity';
}

function generatedInWords(column: Column): string {
  return column.generated === null
    ? 'an ordinary column'
    : `a ${column.generated} generated column${column.default === null ? '' : ` as ${column.default}`}`;
}

function declarer(byMigration: boolean): string {
  return byMigration ? 'the migrations' : 'schema.prisma';
}

/** Whether the column counts by itself, and whether it takes values of the client's. */
export function identityDifference(at: ComparedColumn, expected: Column, observed: Column): Finding | null {
  if (expected.identity === observed.identity) return null;
  const wanted = identityInWords(expected);
  const found = identityInWords(observed);
  return columnFinding(at, {
    rule: 'column.identity',
    ...weightOf(identityConsequence(expected, observed)),
    difference: `is ${wanted} in ${declarer(expected.identity !== null)} and ${found} in the database`,
    expected: wanted,
    observed: found,
    remedy: sqlRemedy(identityStatements(at.pair.observed, expected, observed)),
  });
}

function identityConsequence(expected: Column, observed: Column): Consequence {
  const bothCount = counts(expected) && counts(observed);
  // ALWAYS refuses the values that a client sends: each of them where it has to send one, those of its own elsewhere.
  if (observed.identity === 'always') return counts(expected) ? 'may refuse writes' : 'breaks writes';
  if (counts(expected) && !counts(observed) && observed.default === null) return 'breaks writes';
  return bothCount || observed.identity === 'by default' ? 'is drift' : 'weakens integrity';
}

function counts(column: Column): boolean {
  return column.identity !== null || column.default === 'nextval';
}

function identityInWords(column: Column): string {
  if (column.identity !== null) return `generated ${column.identity} as identity`;
  return column.default === 'nextval' ? 'counted by a sequence' : 'no identity column';
}

/** How texts are compared and ordered: filters, sorting and uniqueness follow it. */
export function collationDifference(at: ComparedColumn, expected: Column, observed: Column): Finding | null {
  if (expected.collation === observed.collation || expected.type !== observed.type) return null;
  const wanted = collationInWords(expected);
  const found = collationInWords(observed);
  const name = quoteName(at.name);
  const collate = expected.collation === null ? '' : ` COLLATE ${quoteName(expected.collation)}`;
  const dependents = columnReaders(at.tables, at.pair.observed, [at.name]);
  return columnFinding(at, {
    rule: 'column.collation',
    ...(expected.collation === null
      ? weightOfExtra('may change reads', at.migrationsRead)
      : weightOf('may change reads')),
    difference: `has ${wanted} by ${declarer(expected.collation !== null)} and ${found} in the database, so that filters and orderings on it give other rows`,
    expected: wanted,
    observed: found,
    remedy: sqlRemedy([
      ...dependents.before,
      statement(
        alterTableSql(at.pair.observed, `ALTER COLUMN ${name} TYPE ${expected.type}${collate}`),
        'column',
        {
          lock: 'ACCESS EXCLUSIVE',
          lockedTable: at.pair.id,
          scans: true,
          dataLoss: 'none',
          note: sentences(
            'The values stay; each index on the column is built anew while the lock is held.',
            ...dependents.obstacles,
          ),
        },
      ),
      ...dependents.after,
    ]),
  });
}

function collationInWords({ collation }: Column): string {
  return collation === null ? 'the collation of its type' : `collation ${collation}`;
}
