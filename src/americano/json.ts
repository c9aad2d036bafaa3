/** Prisma's Decimal, known by its shape: each loaded client brings its own class. */
export type DecimalLike = { toNumber(): number };

/** What may stand where the JSON type `T` is to be: dates for texts, decimals and bigints for numbers. */
export type BeforeJson<T> = unknown extends T
  ? unknown
  : T extends string
    ? string extends T
      ? string | Date
      : T
    : T extends number
      ? number | bigint | DecimalLike
      : T extends readonly (infer Item)[]
        ? BeforeJson<Item>[]
        : T extends object
          ? { [Key in keyof T]: BeforeJson<T[Key]> }
          : T;

/**
 * In: rows as Prisma returns them. Out: plain JSON values: dates as ISO 8601 texts, decimals and bigints as numbers,
 * bytes as base64. Throws on a bigint that a number cannot hold exactly.
 */
export function toJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large for a JSON number.`);
    return number;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (isDecimal(value)) return value.toNumber();
  if (Array.isArray(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}

function isDecimal(value: object): value is DecimalLike {
  return 'toNumber' in value && typeof value.toNumber === 'function';
}
