import type { Index } from '../../shared/database-schema';
import type { Finding, RepairStatement } from '../../shared/finding';
import { driftFinding } from './drift-finding';
import { weightFor, weightOf, weightOfExtra } from './impact';
import { indexColumnNames } from './index-match';
import { modelParts, tableInWords } from './names';
import { sqlRemedy } from './repair';
import {
  createIndexStatements,
  dropIndexStatements,
  rebuildIndexStatements,
  replaceIndexStatements,
} from './repair-index';
import type { TablePair } from './table-pairs';
import { enforces, guardInWords, guardSuffix, isAtLeast, isUnique } from './unique-match';

/** What the schema has unique and no standing index of the table enforces; it names one that comes near. */
export function missingUnique(pair: TablePair, index: Index): Finding {
  const words = guardInWords(index);
  const broken = pair.observed.indexes.find(
    (other) => isUnique(other) && !enforces(other) && isAtLeast(other, index),
  );
  const near = broken ?? pair.observed.indexes.find((other) => isNear(other, index));
  const instead =
    broken !== undefined
      ? `: the unique index ${broken.name} is there, but not ${broken.valid ? 'ready' : 'valid'}`
      : near === undefined
        ? ''
        : `, only ${near.name} ${near.unique ? 'unique' : 'not unique'} on ${guardInWords(near)}`;
  return finding(pair, index, {
    rule: 'unique.missing',
    ...weightOf('loses integrity'),
    message: `${tableInWords(pair.expected, pair.model)} is unique by ${words} in schema.prisma, but nothing in the database enforces that${instead}.`,
    expected: `unique ${words}`,
    observed: `not unique by ${words}${instead}`,
    remedy: sqlRemedy(
      broken === undefined
        ? createStatements(pair, index, near)
        : rebuildIndexStatements(broken, pair.observed),
    ),
  });
}

function isNear(other: Index, index: Index): boolean {
  return (
    other.constraint !== 'primary' &&
    [...indexColumnNames(other)].sort().join('\n') === [...indexColumnNames(index)].sort().join('\n')
  );
}

function createStatements(pair: TablePair, index: Index, near: Index | undefined): RepairStatement[] {
  return near?.name === index.name
    ? replaceIndexStatements(near, index, pair.observed)
    : createIndexStatements(index, pair.observed);
}

/** Rows are told apart, but only at the end of a statement or transaction: ON CONFLICT, which upserts use, refuses such a guard. */
export function deferredUnique(pair: TablePair, index: Index, live: Index): Finding {
  const words = guardInWords(index);
  return finding(pair, index, {
    rule: 'unique.missing',
    ...weightOf('breaks writes'),
    message: `${tableInWords(pair.expected, pair.model)} is unique by ${words} in schema.prisma, and in the database only by the deferrable constraint ${live.name}: it tells rows apart later, and ON CONFLICT, which upserts use, refuses it.`,
    expected: `unique ${words}`,
    observed: `unique ${words}, deferrable`,
    remedy: sqlRemedy(createStatements(pair, index, live)),
  });
}

/** What only the database has unique; one finding for all indexes that guard the same. */
export function unexpectedUnique(pair: TablePair, indexes: Index[]): Finding {
  const [index] = indexes;
  if (index === undefined) throw new Error(`No unique index of ${pair.id} was given.`);
  const words = guardInWords(index);
  const names = indexes.map((other) => other.name).join(' and ');
  return finding(pair, index, {
    rule: 'unique.unexpected',
    ...weightOf('may refuse writes'),
    message: `${tableInWords(pair.expected, pair.model)} is unique by ${words} in the database (${names}), which schema.prisma does not declare, so writes that it allows may be refused.`,
    expected: `not unique by ${words}`,
    observed: `unique ${words}`,
    remedy: sqlRemedy(
      indexes.flatMap((other) =>
        dropIndexStatements(
          other,
          pair.observed,
          'drop',
          'Nothing keeps rows apart by it any more. Fails while a foreign key points to these columns.',
        ),
      ),
    ),
  });
}

/** A stricter one in the place of a declared one: what is declared holds, and it is the only guard of it. */
export function stricterUnique(pair: TablePair, index: Index, declared: Index): Finding {
  const words = guardInWords(index);
  return finding(pair, index, {
    rule: 'unique.unexpected',
    // What is declared holds all the same.
    ...weightOfExtra('may refuse writes', false),
    message: `${tableInWords(pair.expected, pair.model)} is unique by ${words} in the database (${index.name}), which is stricter than ${guardInWords(declared)} of schema.prisma: what is declared holds, but writes that it allows may be refused.`,
    expected: `unique ${guardInWords(declared)}`,
    observed: `unique ${words}`,
    remedy: {
      kind: 'note',
      text: `Keep ${index.name}, which alone guards what schema.prisma declares; where its strictness is not wanted, make the declared unique index first and drop this one after it.`,
    },
  });
}

type Parts = Pick<Finding, 'rule' | 'severity' | 'impact' | 'message' | 'expected' | 'observed' | 'remedy'>;

function finding(pair: TablePair, index: Index, parts: Parts): Finding {
  const { source, ...model } = modelParts(pair.model);
  return driftFinding({
    ...parts,
    ...weightFor(pair.model, parts),
    about: `${pair.id}:${indexColumnNames(index).join(',')}${guardSuffix(index)}`,
    subject: {
      kind: 'unique',
      schema: pair.expected.schema,
      table: pair.expected.name,
      name: index.name,
      ...model,
    },
    source: index.source ?? source,
  });
}
