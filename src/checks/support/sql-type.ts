export type SqlType = {
  /** `timestamp without time zone`, `character varying`, `GoalStatus`. */
  base: string;
  /** What stands in brackets: a length, a precision, digits and scale. */
  sizes: readonly number[];
  list: boolean;
  /** A name in quotes, so a type that somebody made: mostly an enum. */
  quoted: boolean;
};

/** The parts of a type as `format_type` spells it. */
export function parseType(type: string): SqlType {
  const list = type.endsWith('[]');
  const one = list ? type.slice(0, -2) : type;
  const sizes = /\(([\d, ]+)\)/.exec(one)?.[1] ?? '';
  return {
    base: one.replace(/\([\d, ]+\)/, ''),
    sizes: sizes === '' ? [] : sizes.split(',').map(Number),
    list,
    quoted: one.includes('"'),
  };
}

const TEXTS = ['text', 'character varying', 'character', 'name', 'citext'];
/** `name` holds 63 bytes and cuts off the rest. */
const NAME_BYTES = 63;

export function isText({ base }: SqlType): boolean {
  return TEXTS.includes(base);
}

/** How many characters it holds. */
export function textLimit({ base, sizes }: SqlType): number {
  if (base === 'name') return NAME_BYTES;
  // Without a length, `character` is one character and `character varying` is as long as `text`.
  return sizes[0] ?? (base === 'character' ? 1 : Number.POSITIVE_INFINITY);
}

export function bitLength({ sizes }: SqlType): number {
  return sizes[0] ?? 1;
}

/** Digits of a second; six where none are named. */
export function precisionOf({ base, sizes }: SqlType): number {
  return base === 'date' ? 0 : (sizes[0] ?? 6);
}
