/** What a change of a column's type asks of PostgreSQL. */
export type TypeChange = {
  /** The expression after USING; null where the assignment by itself is right. */
  using: string | null;
  rewrites: boolean;
  dataLoss: 'none' | 'possible';
  note: string | null;
  /** The values keep their meaning for an index, a key or an expression that stands on the column. */
  alike: boolean;
};

const SAME: TypeChange = { using: null, rewrites: false, dataLoss: 'none', note: null, alike: true };

const INTEGERS = ['smallint', 'integer', 'bigint'];
const FLOATS = ['real', 'double precision'];
const DOES_NOT_FIT = 'Fails on a value that does not fit the narrower type.';

/**
 * How PostgreSQL goes from one type to another.
 * @param column quoted, as it stands in the expression
 */
export function typeChange(from: string, to: string, column: string): TypeChange {
  return (
    texts(from, to) ??
    numbers(from, to, column) ??
    moments(from, to, column) ??
    lists(from, to, column) ??
    others(from, to, column)
  );
}

function lengthOf(type: string): number | null {
  if (type === 'text' || type === 'character varying') return Number.POSITIVE_INFINITY;
  const length = /^character varying\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? null : Number(length);
}

/** Text and varchar are kept alike: only a shorter limit has to look at the rows. */
function texts(from: string, to: string): TypeChange | null {
  const [before, after] = [lengthOf(from), lengthOf(to)];
  if (after === null) return null;
  if (before === null) {
    // Whatever has a text form can be assigned to text; a limit may be too short for it.
    const limited = Number.isFinite(after);
    const kept = !limited || /^character\(\d+\)$/.test(from);
    return {
      using: null,
      rewrites: true,
      dataLoss: limited ? 'possible' : 'none',
      note: limited ? DOES_NOT_FIT : null,
      alike: kept && from.startsWith('character'),
    };
  }
  if (after >= before) return SAME;
  // Without a USING: an explicit cast would cut what is too long, and say nothing.
  return { using: null, rewrites: true, dataLoss: 'possible', note: DOES_NOT_FIT, alike: true };
}

function numbers(from: string, to: string, column: string): TypeChange | null {
  const [before, after] = [numericOf(from), numericOf(to)];
  const whole = (type: string) => INTEGERS.indexOf(type);
  const changed = { using: null, rewrites: true, alike: true } as const;
  if (whole(from) >= 0 && whole(to) >= 0) {
    return whole(to) > whole(from)
      ? { ...changed, dataLoss: 'none', note: null }
      : { ...changed, dataLoss: 'possible', note: DOES_NOT_FIT };
  }
  if (before !== null && after !== null) {
    if (to === 'numeric') return SAME;
    const roomier = after.digits >= before.digits;
    if (after.scale === before.scale && roomier) return SAME;
    const finer = after.scale >= before.scale && roomier;
    return finer
      ? { ...changed, dataLoss: 'none', note: null }
      : {
          ...changed,
          dataLoss: 'possible',
          note: 'Rounds what has more digits after the point, and fails on what is too large.',
        };
  }
  const isNumber = (type: string) => whole(type) >= 0 || FLOATS.includes(type) || numericOf(type) !== null;
  if (isNumber(from) && isNumber(to)) {
    const exact =
      whole(from) >= 0 &&
      (after !== null
        ? after.digits === Number.POSITIVE_INFINITY
        : to === 'double precision' && from !== 'bigint');
    const widened = from === 'real' && to === 'double precision';
    return exact || widened
      ? { ...changed, dataLoss: 'none', note: null }
      : {
          ...changed,
          dataLoss: 'possible',
          note: 'Rounds what the new type cannot hold exactly, and fails on what is too large.',
        };
  }
  const flag = new Set([from, to]);
  if (flag.has('boolean') && flag.has('integer')) {
    return {
      using: `${column}::${to}`,
      rewrites: true,
      dataLoss: to === 'boolean' ? 'possible' : 'none',
      note: to === 'boolean' ? 'Every number but 0 becomes true.' : null,
      alike: false,
    };
  }
  return null;
}

/** Digits before the point, and the scale; without limits both are endless. */
function numericOf(type: string): { digits: number; scale: number } | null {
  if (type === 'numeric') return { digits: Number.POSITIVE_INFINITY, scale: Number.POSITIVE_INFINITY };
  const parts = /^numeric\((\d+),(-?\d+)\)$/.exec(type);
  if (parts === null) return null;
  return { digits: Number(parts[1]) - Number(parts[2]), scale: Number(parts[2]) };
}

const MOMENT = /^(timestamp|time)(?:\((\d)\))? (with|without) time zone$/;

function moments(from: string, to: string, column: string): TypeChange | null {
  const [before, after] = [MOMENT.exec(from), MOMENT.exec(to)];
  if (before !== null && after !== null && before[1] === after[1]) {
    const precise = (match: RegExpExecArray) => (match[2] === undefined ? 6 : Number(match[2]));
    const coarser = precise(after) < precise(before);
    const rounding = coarser ? 'Fractions of a second are rounded. ' : '';
    if (before[3] === after[3]) {
      return coarser
        ? {
            using: null,
            rewrites: true,
            dataLoss: 'possible',
            note: 'Fractions of a second are rounded.',
            alike: true,
          }
        : SAME;
    }
    // Prisma's client reads and writes UTC; the session's own time zone must not decide.
    if (before[1] === 'timestamp') {
      return {
        using: `${column} AT TIME ZONE 'UTC'`,
        rewrites: true,
        dataLoss: coarser ? 'possible' : 'none',
        note: `${rounding}Taken for UTC, as Prisma's client writes it.`,
        alike: false,
      };
    }
    return {
      using: null,
      rewrites: true,
      dataLoss: 'possible',
      note: `${rounding}The offset is lost or taken from the session.`,
      alike: false,
    };
  }
  if (from === 'date' && after?.[1] === 'timestamp') {
    const zone = after[3] === 'with' ? `${column}::timestamp AT TIME ZONE 'UTC'` : null;
    return { using: zone, rewrites: true, dataLoss: 'none', note: null, alike: false };
  }
  if (before?.[1] === 'timestamp' && to === 'date') {
    const using = before[3] === 'with' ? `(${column} AT TIME ZONE 'UTC')::date` : null;
    return { using, rewrites: true, dataLoss: 'possible', note: 'The time of day is lost.', alike: false };
  }
  return null;
}

function lists(from: string, to: string, column: string): TypeChange | null {
  const [wasList, isList] = [from.endsWith('[]'), to.endsWith('[]')];
  if (wasList === isList) return null;
  if (isList) {
    const list = `ARRAY[${column}::text::${to.slice(0, -2)}]`;
    return {
      using: `CASE WHEN ${column} IS NULL THEN NULL ELSE ${list} END`,
      rewrites: true,
      dataLoss: 'possible',
      note: 'Each value becomes a list of one.',
      alike: false,
    };
  }
  if (lengthOf(to) !== null) return null;
  return {
    using: `${column}[1]::text::${to}`,
    rewrites: true,
    dataLoss: 'possible',
    note: 'Only the first element of each list is kept.',
    alike: false,
  };
}

/** By way of the text form, which every type has. */
function others(from: string, to: string, column: string): TypeChange {
  const json = from.startsWith('json') && to.startsWith('json');
  const list = from.endsWith('[]') ? '[]' : '';
  return {
    using: json ? null : `${column}::text${list}::${to}`,
    rewrites: true,
    dataLoss: 'possible',
    note: json
      ? 'The order of members, white space and doubled members are lost in jsonb.'
      : `Fails on a value whose text is no ${to}.`,
    alike: false,
  };
}
