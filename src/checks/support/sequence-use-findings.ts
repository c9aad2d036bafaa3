import type { Column, Sequence, Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaField, PrismaModel } from '../../shared/prisma-schema';
import { baseType } from './client-type';
import { driftFinding } from './drift-finding';
import { weightFor, weightOf } from './impact';
import { modelParts, nameOf, readable } from './names';
import { sqlRemedy, statement } from './repair';
import { quoteName, quoteObject, quoteText } from './sql-text';
import { isUniqueAlone } from './unique-columns';

/** From this share of its range on, a sequence is near its end: at a steady pace, the last fifth of the time that it had. */
export const EXHAUSTION_SHARE = 0.8;

/** The largest value of each type that a sequence feeds; a numeric column has no end of its own. */
const LARGEST = new Map([
  ['smallint', 32_767n],
  ['integer', 2_147_483_647n],
  ['bigint', 9_223_372_036_854_775_807n],
]);

export type UsedSequence = {
  sequence: Sequence;
  table: Table;
  column: Column;
  model: PrismaModel | undefined;
  field: PrismaField | undefined;
  next: bigint;
  /** The largest value in the column (the smallest, where it counts down); null for an empty table. */
  extreme: bigint | null;
};

/**
 * A sequence whose next values are in the column already: where the column is unique, the next insert fails with P2002,
 * and so does each one until it has caught up. One that cycles gives old values on purpose.
 */
export function behind(used: UsedSequence): Finding | null {
  const { sequence, table, column, next, extreme } = used;
  const step = BigInt(sequence.increment);
  const reached = extreme !== null && (step > 0n ? next <= extreme : next >= extreme);
  if (!reached || sequence.cycle) return null;
  // Two sequences that count by two, one of odd and one of even numbers, never meet.
  if ((extreme - next) % step !== 0n) return null;
  // A value beyond the sequence's own range is one that it will never reach.
  if (extreme > BigInt(sequence.maximum) || extreme < BigInt(sequence.minimum)) return null;
  const isUnique = isUniqueAlone(table, column.name);
  const target = extreme + step;
  const name = `${table.schema}.${table.name}.${readable(column.name)}`;
  return finding(used, {
    rule: 'sequence.behind',
    ...weightOf(isUnique ? 'breaks writes' : 'weakens integrity'),
    message: `Sequence ${nameOf(sequence)} gives ${next} next, but ${name} already holds ${extreme}, so ${isUnique ? 'inserts that leave the value to the database fail with P2002' : 'values come in a second time'} until it has passed that.`,
    expected: `next value ${step > 0n ? 'above' : 'below'} ${extreme}`,
    observed: `next value ${next}`,
    remedy: sqlRemedy([
      statement(
        `SELECT setval(${quoteText(quoteObject(sequence))}, (SELECT ${step > 0n ? 'max' : 'min'}(${quoteName(column.name)}) FROM ${quoteObject(table)}))`,
        'data',
        {
          lock: 'ACCESS SHARE',
          lockedTable: nameOf(table),
          scans: !isUnique,
          note: `As it was read, the next value is ${target} then. Stop inserts with values of their own while it runs.`,
        },
      ),
    ]),
  });
}

/** How much of its range a sequence has used: up to its own bound, the column's type, or what the field can hold. */
export function exhaustion(used: UsedSequence): Finding | null {
  const { sequence, column, next } = used;
  const up = BigInt(sequence.increment) > 0n;
  const end = limitOf(used, up);
  // One that cycles begins anew at its own bound: only a narrower column, or field, ends it.
  if (sequence.cycle && end.by === 'the sequence') return null;
  const begin = BigInt(up ? sequence.minimum : sequence.maximum);
  const range = up ? end.value - begin : begin - end.value;
  const gone = up ? next - begin : begin - next;
  const over = up ? next > end.value : next < end.value;
  // In hundredths of a per cent, since a bigint knows no fractions.
  const share = range <= 0n ? 1 : Number((gone * 10_000n) / range) / 10_000;
  if (!over && share < EXHAUSTION_SHARE) return null;
  const left = over ? 0n : up ? end.value - next : next - end.value;
  const place = `${used.table.schema}.${used.table.name}.${readable(column.name)}`;
  return finding(used, {
    rule: 'sequence.exhaustion',
    ...weightOf(over ? 'breaks writes' : 'may refuse writes'),
    message: over
      ? `Sequence ${nameOf(sequence)} gives ${next} next, beyond ${end.value}, where ${end.by} of ${place} ends, so inserts that leave the value to the database fail.`
      : `Sequence ${nameOf(sequence)} has used ${Math.floor(share * 100)} % of its range: ${left} values are left until ${end.value}, where ${end.by} of ${place} ends and inserts fail.`,
    expected: `less than ${EXHAUSTION_SHARE * 100} % of the values up to ${end.value} used`,
    observed: over ? `next value ${next}` : `${Math.floor(share * 100)} % used, next value ${next}`,
    remedy: {
      kind: 'note',
      text: `Widen the field to BigInt in schema.prisma and write a migration that alters the column, and the sequence, to bigint: it rewrites the table under ACCESS EXCLUSIVE, so on a large one add a new column, fill it in steps and swap the two.`,
    },
  });
}

type End = { value: bigint; by: 'the sequence' | 'the type' | "the field's Int" };

function limitOf({ sequence, column, field }: UsedSequence, up: boolean): End {
  const type = LARGEST.get(baseType(column.type));
  const ends: End[] = [{ value: BigInt(up ? sequence.maximum : sequence.minimum), by: 'the sequence' }];
  const smallest = (largest: bigint) => -largest - 1n;
  if (type !== undefined) ends.push({ value: up ? type : smallest(type), by: 'the type' });
  if (field?.kind === 'scalar' && field.type === 'Int') {
    const int = 2_147_483_647n;
    ends.push({ value: up ? int : smallest(int), by: "the field's Int" });
  }
  return ends.reduce((nearest, end) =>
    (up ? end.value < nearest.value : end.value > nearest.value) ? end : nearest,
  );
}

type Parts = Pick<Finding, 'rule' | 'severity' | 'impact' | 'message' | 'expected' | 'observed' | 'remedy'>;

function finding(used: UsedSequence, { severity, impact, ...parts }: Parts): Finding {
  const { sequence, table, column, model, field } = used;
  const { source, ...ofModel } = modelParts(model);
  return driftFinding({
    ...parts,
    ...weightFor(model, { severity, impact }),
    about: `${nameOf(table)}:${column.name}`,
    subject: {
      kind: 'sequence',
      schema: sequence.schema,
      table: table.name,
      name: sequence.name,
      ...ofModel,
      ...(field === undefined ? {} : { field: field.name }),
    },
    source: field?.source ?? source,
  });
}
