import type { Consequence } from './impact';
import { bitLength, isText, parseType, precisionOf, type SqlType, textLimit } from './sql-type';

/**
 * What Prisma's client would do with a column of another type than the schema's. The table was measured with the client
 * of Prisma 7.10 on PostgreSQL 18 (docs/rules/column.type.md); what it does not list is taken for a broken read.
 */
export function typeConsequence(expected: string, observed: string): Consequence {
  const wanted = parseType(expected);
  const found = parseType(observed);
  // A list in the place of one value, or the other way round, is never decoded.
  if (wanted.list !== found.list) return 'breaks reads';
  if (isText(wanted)) return fromText(wanted, found);
  if (WHOLE.includes(wanted.base)) return fromWhole(wanted, found);
  if (wanted.base === 'numeric') return fromNumeric(wanted, found);
  if (FLOATS.includes(wanted.base)) return fromFloat(wanted, found);
  if (MOMENTS.includes(wanted.base)) return fromMoment(wanted, found);
  // The client sends and gets text, but nothing keeps out what is no UUID, no address.
  if (GUARDED.includes(wanted.base) && isText(found)) {
    return textLimit(found) < longest(wanted) ? 'breaks writes' : 'weakens integrity';
  }
  if (wanted.base === 'json' && found.base === 'jsonb') return 'is drift';
  // Of one type but another size: a vector of another dimension, a bit string of another length.
  return wanted.base === found.base ? 'breaks writes' : 'breaks reads';
}

const WHOLE = ['smallint', 'integer', 'bigint'];
const FLOATS = ['real', 'double precision'];
const MOMENTS = [
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
];
const GUARDED = ['uuid', 'inet', 'xml', 'bit', 'bit varying'];
/** The client gets them as text, but what is written has to be of their form. */
const TEXT_OF_A_FORM = [
  'uuid',
  'inet',
  'bit',
  'bit varying',
  'bigint',
  'numeric',
  'money',
  'jsonb',
  ...MOMENTS,
];

function longest(type: SqlType): number {
  if (type.base === 'uuid') return 36;
  if (type.base === 'inet') return 43;
  return type.base === 'bit' ? bitLength(type) : Number.POSITIVE_INFINITY;
}

function fromText(wanted: SqlType, found: SqlType): Consequence {
  if (!isText(found)) {
    return TEXT_OF_A_FORM.includes(found.base) || found.quoted ? 'breaks writes' : 'breaks reads';
  }
  // Without regard to case on one side only: filters and orderings give other rows.
  if ((wanted.base === 'citext') !== (found.base === 'citext')) return 'may change reads';
  // What comes back is filled up with spaces, and the client compares it with what it wrote.
  if (found.base === 'character' && (wanted.base !== 'character' || textLimit(found) > textLimit(wanted))) {
    return 'breaks reads';
  }
  if (textLimit(found) < textLimit(wanted)) return 'breaks writes';
  return wanted.base === 'character' && found.base !== 'character' ? 'weakens integrity' : 'is drift';
}

function fromWhole(wanted: SqlType, found: SqlType): Consequence {
  const size = WHOLE.indexOf(found.base);
  if (size === -1) return 'breaks reads';
  if (size < WHOLE.indexOf(wanted.base)) return 'breaks writes';
  // Int holds 32 bits: what a bigint holds beyond them is no value of the field.
  return found.base === 'bigint' ? 'breaks reads' : 'is drift';
}

function fromNumeric(wanted: SqlType, found: SqlType): Consequence {
  if (WHOLE.includes(found.base)) return 'breaks writes';
  if (FLOATS.includes(found.base) || found.base === 'money') return 'loses integrity';
  if (found.base !== 'numeric') return 'breaks reads';
  const [digits, scale = 0] = wanted.sizes;
  const [foundDigits, foundScale = 0] = found.sizes;
  if (foundDigits === undefined) return 'is drift';
  if (digits === undefined || foundDigits - foundScale < digits - scale) return 'breaks writes';
  return foundScale < scale ? 'loses integrity' : 'is drift';
}

function fromFloat(wanted: SqlType, found: SqlType): Consequence {
  if (WHOLE.includes(found.base)) return 'breaks writes';
  if (FLOATS.includes(found.base)) return wanted.base === 'real' ? 'is drift' : 'loses integrity';
  if (found.base === 'numeric') return found.sizes.length === 0 ? 'is drift' : 'loses integrity';
  return found.base === 'money' ? 'loses integrity' : 'breaks reads';
}

function fromMoment(wanted: SqlType, found: SqlType): Consequence {
  if (wanted.base === found.base) {
    // The client knows milliseconds: finer digits are lost on the way in either case.
    return precisionOf(found) < Math.min(3, precisionOf(wanted)) ? 'loses integrity' : 'is drift';
  }
  const timestamps = [wanted, found].every((type) => type.base.startsWith('timestamp'));
  const times = [wanted, found].every((type) => type.base.startsWith('time ') || type.base === 'time');
  // The adapter takes what it gets for UTC, so that a session in another time zone reads another moment.
  if (timestamps || times) return 'may change reads';
  if (wanted.base === 'date' && found.base.startsWith('timestamp')) return 'may change reads';
  return wanted.base.startsWith('timestamp') && found.base === 'date' ? 'loses integrity' : 'breaks reads';
}
