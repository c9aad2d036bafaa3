import type { Sequence } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { statement } from './repair';
import { quoteObject } from './sql-text';

type Named = { schema: string; name: string };

export type SequenceOption = { words: string; sql: string };

/** What sets two sequences apart that count otherwise, whatever they are called. */
export function sameOptions(one: Sequence, other: Sequence): boolean {
  return (
    one.type === other.type &&
    one.increment === other.increment &&
    one.minimum === other.minimum &&
    one.maximum === other.maximum &&
    one.start === other.start &&
    one.cycle === other.cycle
  );
}

/** How a sequence counts. The cache is left out: it only says how many numbers a session takes at once. */
export function optionsOf(sequence: Sequence): SequenceOption[] {
  return [
    { words: `type ${sequence.type}`, sql: `AS ${sequence.type}` },
    { words: `increment ${sequence.increment}`, sql: `INCREMENT BY ${sequence.increment}` },
    { words: `minimum ${sequence.minimum}`, sql: `MINVALUE ${sequence.minimum}` },
    { words: `maximum ${sequence.maximum}`, sql: `MAXVALUE ${sequence.maximum}` },
    { words: `start ${sequence.start}`, sql: `START WITH ${sequence.start}` },
    { words: sequence.cycle ? 'cycle' : 'no cycle', sql: sequence.cycle ? 'CYCLE' : 'NO CYCLE' },
  ];
}

/** The options of one sequence that another has otherwise, each beside the other's. */
export function differentOptions(
  wanted: Sequence,
  found: Sequence,
): { option: SequenceOption; other: SequenceOption }[] {
  const real = optionsOf(found);
  return optionsOf(wanted).flatMap((option, position) => {
    const other = real[position];
    return other === undefined || other.words === option.words ? [] : [{ option, other }];
  });
}

/** Makes a sequence count as it should. That of an identity column too: only its owner cannot be changed in this way. */
export function alterSequenceSql(
  at: Named,
  wanted: Sequence,
  found: Sequence,
  phase: RepairStatement['phase'] = 'sequence',
): RepairStatement {
  const options = differentOptions(wanted, found).map(({ option }) => option.sql);
  return statement(`ALTER SEQUENCE ${quoteObject(at)} ${options.join(' ')}`, phase, {
    note: 'The value that it stands at stays: check that it lies within the new bounds.',
  });
}

const LARGEST = { smallint: '32767', integer: '2147483647', bigint: '9223372036854775807' } as const;

/** What PostgreSQL makes under a column of this type where nothing else is said. */
export function usualSequence(sequence: Sequence): Sequence {
  return {
    ...sequence,
    increment: '1',
    minimum: '1',
    maximum: LARGEST[sequence.type],
    start: '1',
    cycle: false,
  };
}
