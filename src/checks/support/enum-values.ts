import type { EnumType, Table } from '../../shared/database-schema';
import type { Finding, Remedy } from '../../shared/finding';
import { driftFinding } from './drift-finding';
import type { EnumParts } from './enum-subject';
import { weightOf } from './impact';
import { nameOf } from './names';
import { enumValueText } from './prisma-text';
import { sqlRemedy, statement } from './repair';
import { addValueStatements, remakeEnumStatements } from './repair-enum';
import { quoteObject, quoteText } from './sql-text';

/** What sets the values of two enums of the same name apart: lacking ones, foreign ones, and the order of the rest. */
export function valueFindings(
  expected: EnumType,
  observed: EnumType,
  partsOf: () => EnumParts,
  tables: readonly Table[],
): Finding[] {
  if (sameValues(expected.values, observed.values)) return [];
  const parts = partsOf();
  const lacking = expected.values.filter((value) => !observed.values.includes(value));
  const foreign = observed.values.filter((value) => !expected.values.includes(value));
  const renamed = lacking.length === 1 && foreign.length === 1 ? foreign[0] : undefined;
  const both = expected.values.filter((value) => observed.values.includes(value));
  const bothLive = observed.values.filter((value) => expected.values.includes(value));
  return [
    ...lacking.map((value) => missing(expected, observed, value, renamed, parts)),
    ...foreign.map((value) => unexpected(expected, observed, value, parts, tables)),
    ...(both.join('\n') === bothLive.join('\n')
      ? []
      : [order(expected, observed, both, bothLive, parts, tables)]),
  ];
}

function sameValues(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, position) => value === other[position]);
}

function missing(
  expected: EnumType,
  observed: EnumType,
  value: string,
  renamed: string | undefined,
  parts: EnumParts,
): Finding {
  return driftFinding({
    rule: 'enum.value-missing',
    about: `${nameOf(expected)}:${value}`,
    ...weightOf('breaks writes'),
    subject: { kind: 'enum-value', name: `${expected.name}.${value}`, ...parts.subject },
    message: `Value ${quoteText(value)} of enum ${nameOf(expected)}${parts.inWords} is in schema.prisma, but the database's type lacks it, so writing it or filtering by it fails.`,
    expected: `value ${quoteText(value)}`,
    observed: only(observed.values),
    source: parts.source,
    remedy: sqlRemedy(addValueStatements(expected, observed.values, value)),
    ...(renamed === undefined ? {} : { alternative: renameRemedy(expected, renamed, value) }),
  });
}

/** Where one value lacks and one is too many, it may be the same one: only a person knows. */
function renameRemedy(type: EnumType, from: string, to: string): Remedy {
  return sqlRemedy([
    statement(`ALTER TYPE ${quoteObject(type)} RENAME VALUE ${quoteText(from)} TO ${quoteText(to)}`, 'enum', {
      note: `If ${quoteText(from)} is but the old name of ${quoteText(to)}: every row that holds it follows.`,
    }),
  ]);
}

function unexpected(
  expected: EnumType,
  observed: EnumType,
  value: string,
  parts: EnumParts,
  tables: readonly Table[],
): Finding {
  const without = { ...observed, values: observed.values.filter((other) => other !== value) };
  return driftFinding({
    rule: 'enum.value-unexpected',
    about: `${nameOf(expected)}:${value}`,
    ...weightOf('breaks reads'),
    subject: { kind: 'enum-value', name: `${expected.name}.${value}`, ...parts.subject },
    message: `Value ${quoteText(value)} of enum ${nameOf(expected)}${parts.inWords} is in the database, but schema.prisma does not know it, so the client throws when it reads a row that holds it.`,
    expected: only(expected.values),
    observed: `also ${quoteText(value)}`,
    source: parts.source,
    remedy: { kind: 'edit', text: enumValueText(value) },
    alternative: sqlRemedy(
      remakeEnumStatements(without, tables, {
        dataLoss: 'possible',
        note: `Fails while a row holds ${quoteText(value)}: give such rows another value first.`,
      }),
    ),
  });
}

function order(
  expected: EnumType,
  observed: EnumType,
  both: string[],
  bothLive: string[],
  parts: EnumParts,
  tables: readonly Table[],
): Finding {
  // What only the database has stays, at the end: rows may hold it.
  const extra = observed.values.filter((value) => !expected.values.includes(value));
  const target = { ...expected, values: [...expected.values, ...extra] };
  return driftFinding({
    rule: 'enum.value-order',
    about: nameOf(expected),
    ...weightOf('may change reads'),
    subject: { kind: 'enum', name: expected.name, ...parts.subject },
    message: `The values of enum ${nameOf(expected)}${parts.inWords} stand as ${both.join(', ')} in schema.prisma and as ${bothLive.join(', ')} in the database, so ORDER BY and comparisons differ.`,
    expected: both.join(', '),
    observed: bothLive.join(', '),
    source: parts.source,
    remedy: sqlRemedy(
      remakeEnumStatements(target, tables, {
        dataLoss: 'none',
        note: 'Every row keeps its value.',
      }),
    ),
  });
}

function only(values: readonly string[]): string {
  return values.length === 0 ? 'no value at all' : `only ${values.map(quoteText).join(', ')}`;
}
