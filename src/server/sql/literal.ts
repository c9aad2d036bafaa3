import { canonicalInterval } from './interval';

const NUMBER = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d+))?$/i;
const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

const NUMERIC_TYPES = /^(smallint|integer|bigint|real|double precision|numeric|oid|money)\b/;
const TRUE = new Set(['t', 'true', 'y', 'yes', 'on', '1']);
const FALSE = new Set(['f', 'false', 'n', 'no', 'off', '0']);

/**
 * A string constant of SQL in its one spelling.
 * @param type the type that it is cast to, as `format_type` prints it; null where none is written
 */
export function canonicalLiteral(text: string, type: string | null): string {
  if (type !== null) {
    if (type.endsWith('[]')) return canonicalArray(text, type.slice(0, -2)) ?? quoteLiteral(text);
    if (NUMERIC_TYPES.test(type) && NUMBER.test(text.trim())) return canonicalNumber(text.trim());
    if (type === 'boolean') {
      const word = text.trim().toLowerCase();
      if (TRUE.has(word)) return 'true';
      if (FALSE.has(word)) return 'false';
    }
    if (type === 'json' || type === 'jsonb') return quoteLiteral(canonicalJson(text));
    if (type === 'money') return canonicalMoney(text);
    if (type === 'bytea' && text.startsWith('\\x')) return quoteLiteral(text.toLowerCase());
    if (type.startsWith('interval')) return quoteLiteral(canonicalInterval(text));
    if (/^reg[a-z]+$/.test(type)) return quoteLiteral(text.replace(UNSPOKEN_BEFORE, ''));
    if (type === 'uuid') return quoteLiteral(text.toLowerCase());
    if (/^(text|character|bpchar)/.test(type)) return quoteLiteral(text);
  }
  // Without a type it may be any: what looks like JSON is compared as JSON, what looks like an array as that.
  if (type === null && /^\s*[{[]/.test(text))
    return isJson(text)
      ? quoteLiteral(canonicalJson(text))
      : (canonicalArray(text, 'unknown') ?? quoteLiteral(text));
  // The name of a text search configuration.
  if (type === null && /^pg_catalog\.[a-z_]+$/.test(text))
    return quoteLiteral(text.replace(UNSPOKEN_BEFORE, ''));
  return quoteLiteral(canonicalDateTime(text, type));
}

const UNSPOKEN_BEFORE = /^(pg_catalog|public)\./;

/** `$1,234.50` as the number that it is, whatever sign the server's locale puts before it. */
function canonicalMoney(text: string): string {
  const bare = text
    .trim()
    .replace(/^(-?)\s*\p{Sc}/u, '$1')
    .replaceAll(',', '');
  return NUMBER.test(bare) ? canonicalNumber(bare) : quoteLiteral(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // An array constant in braces, or no value of either kind.
    return false;
  }
}

/** `'it''s'`, as standard_conforming_strings has it. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Without exponent, leading zeros and zeros at the end: `1.50` and `15e-1` are both `1.5`. */
export function canonicalNumber(text: string): string {
  const match = NUMBER.exec(text);
  if (match === null) return text;
  const [whole = '', fraction = ''] = (match[2] ?? '').split('.');
  const shift = Number(match[3] ?? 0);
  // An exponent beyond all sense would make a text as long.
  if (Math.abs(shift) > 400) return text;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point > digits.length ? digits.padEnd(point, '0') : digits;
  const before = point <= 0 ? '0' : padded.slice(0, point);
  const after = point <= 0 ? '0'.repeat(-point) + padded : padded.slice(point);
  const magnitude = [before.replace(/^0+(?=\d)/, ''), after.replace(/0+$/, '')].filter((part) => part !== '');
  const number = magnitude.join('.');
  return match[1] === '-' && number !== '0' ? `-${number}` : number;
}

/** JSON as jsonb keeps it: members sorted, no white space; the text itself where it is no JSON. */
function canonicalJson(text: string): string {
  try {
    return JSON.stringify(sortMembers(JSON.parse(text)));
  } catch {
    // PostgreSQL would have refused it: two texts that are both broken are equal when they are the same text.
    return text;
  }
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortMembers(member)]));
}

/**
 * A moment as short as it can be written: midnight and zero fractions left out, in UTC without an offset. A
 * `timestamp without time zone` ignores an offset, as PostgreSQL does.
 */
function canonicalDateTime(text: string, type: string | null): string {
  const match = DATE_TIME.exec(text.trim());
  if (match === null) return text;
  const [, date = '', time = '00:00', seconds = '00', fraction = '', zone] = match;
  if (type === 'date') return date;
  const isLocal = zone === undefined || /^timestamp.*without time zone$/.test(type ?? '');
  const offset = isLocal ? 'Z' : offsetOf(zone);
  const moment = new Date(`${date}T${time}:${seconds}${offset}`);
  if (Number.isNaN(moment.getTime())) return text;
  const [day = '', clock = ''] = moment.toISOString().split('T');
  const digits = fraction.replace(/0+$/, '');
  const short = `${clock.slice(0, 8)}${digits === '' ? '' : `.${digits}`}`;
  return short === '00:00:00' ? day : `${day} ${short}`;
}

function offsetOf(zone: string): string {
  if (/^(z|utc)$/i.test(zone)) return 'Z';
  return `${zone.slice(0, 3)}:${zone.length > 3 ? zone.slice(-2) : '00'}`;
}

/** `{a,b}` as `ARRAY['a', 'b']`; null for arrays in arrays and what is no array. */
function canonicalArray(text: string, elementType: string): string | null {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1];
  if (inner === undefined) return null;
  if (inner.trim() === '') return "'{}'";
  const elements = splitArray(inner);
  if (elements === null) return null;
  // Of an unknown type: what are all numbers are more often numbers than texts.
  if (elementType === 'unknown' && elements.every((element) => element !== null && NUMBER.test(element)))
    return arrayText(elements.map((element) => canonicalNumber(element ?? '')));
  return arrayText(
    elements.map((element) => (element === null ? 'NULL' : canonicalLiteral(element, elementType))),
  );
}

/** The one spelling of an array of expressions that are canonical already. */
export function arrayText(elements: string[]): string {
  return elements.length === 0 ? "'{}'" : `ARRAY[${elements.join(', ')}]`;
}

/** The elements between the braces of an array constant, by the rules of array_in; null marks NULL. */
function splitArray(inner: string): (string | null)[] | null {
  const pattern = /\s*(?:"((?:[^"\\]|\\[\s\S])*)"|((?:[^",{}\\]|\\[\s\S])+))\s*(,|$)/y;
  const elements: (string | null)[] = [];
  while (pattern.lastIndex < inner.length) {
    const match = pattern.exec(inner);
    if (match === null) return null;
    const bare = match[2]?.trim();
    if (bare !== undefined && /^null$/i.test(bare)) elements.push(null);
    else elements.push((match[1] ?? bare ?? '').replace(/\\([\s\S])/g, '$1'));
    if (match[3] === '') return elements;
  }
  // A comma stood last.
  return null;
}
