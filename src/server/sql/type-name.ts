import type { Node, TypeName } from 'libpg-query';
import { TYPES_OF_EXTENSIONS } from './extension-names';
import { nameParts, quoteIdentifier } from './identifier';
import { parseSql, SqlSyntaxError } from './parser';
import { spelt } from './spellings';

/** The spellings of `format_type` for the types whose name in the catalogue is another one. */
const SPELLINGS = new Map([
  ['bool', 'boolean'],
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['varchar', 'character varying'],
  ['varbit', 'bit varying'],
  ['decimal', 'numeric'],
]);

/** Types whose precision stands before the rest of their name. */
const TIME_TYPES = new Map([
  ['timestamp', ['timestamp', 'without time zone']],
  ['timestamptz', ['timestamp', 'with time zone']],
  ['time', ['time', 'without time zone']],
  ['timetz', ['time', 'with time zone']],
]);

/**
 * Schemas that say nothing before a name, since every usual search_path has them. `extensions` is where managed servers
 * put what extensions bring: `extensions.uuid_generate_v4()` and `uuid_generate_v4()` are one function.
 */
export const UNSPOKEN_SCHEMAS: ReadonlySet<string> = new Set(['pg_catalog', 'public', 'extensions']);

/** Pseudo-types that stand for an integer with a sequence of its own. */
const SERIALS = new Map([
  ['serial', 'integer'],
  ['serial4', 'integer'],
  ['bigserial', 'bigint'],
  ['serial8', 'bigint'],
  ['smallserial', 'smallint'],
  ['serial2', 'smallint'],
]);

/** INTERVAL_MASK of PostgreSQL's datetime.h, by the fields that an interval is restricted to. */
const INTERVAL_FIELDS = new Map([
  [4, 'year'],
  [2, 'month'],
  [8, 'day'],
  [1024, 'hour'],
  [2048, 'minute'],
  [4096, 'second'],
  [6, 'year to month'],
  [1032, 'day to hour'],
  [3080, 'day to minute'],
  [7176, 'day to second'],
  [3072, 'hour to minute'],
  [7168, 'hour to second'],
  [6144, 'minute to second'],
]);

/** `integer` for a column declared `serial`, and so on; null for all other types. */
export function serialType(type: TypeName): string | null {
  const parts = nameParts(type.names);
  return parts.length === 1 ? (SERIALS.get(parts[0] ?? '') ?? null) : null;
}

/**
 * A type as `format_type` prints it: `character varying(255)`, `timestamp(3) without time zone`, `text[]`, `"Kind"`.
 * The schema stands before the name only where it is none of UNSPOKEN_SCHEMAS.
 * @param qualify gives the schema of a type written without one; null leaves it so
 */
export function canonicalType(type: TypeName, qualify: (name: string) => string | null = () => null): string {
  const parts = nameParts(type.names);
  const name = parts.at(-1) ?? '';
  const schema = parts.length > 1 ? (parts.at(-2) ?? null) : qualify(name);
  const modifiers = (type.typmods ?? []).map(modifierText);
  const array = (type.arrayBounds ?? []).length > 0 ? '[]' : '';
  const isBuiltIn = schema === 'pg_catalog' || schema === null;
  const base = isBuiltIn ? builtIn(name, modifiers, parts.length > 1) : null;
  return `${base ?? ownType(name, schema, modifiers)}${array}`;
}

function builtIn(name: string, modifiers: string[], explicit: boolean): string | null {
  const time = TIME_TYPES.get(name);
  if (time !== undefined) return `${time[0]}${inBrackets(modifiers)} ${time[1]}`;
  if (name === 'bpchar') return modifiers.length === 0 ? 'bpchar' : `character${inBrackets(modifiers)}`;
  // The bare word `char` is bpchar(1) to the parser already; what still is called so is the catalogues' own type.
  if (name === 'char' || name === '"char"') return '"char"';
  if (name === 'numeric' && modifiers.length === 1) return `numeric(${modifiers[0]},0)`;
  if (name === 'interval') return interval(modifiers);
  const spelling = SPELLINGS.get(name);
  if (spelling !== undefined) return `${spelling}${inBrackets(modifiers)}`;
  return explicit ? `${bareName(name)}${inBrackets(modifiers)}` : null;
}

function interval(modifiers: string[]): string {
  const fields = INTERVAL_FIELDS.get(Number(modifiers[0] ?? Number.NaN));
  return `interval${fields === undefined ? '' : ` ${fields}`}${inBrackets(modifiers.slice(1))}`;
}

/** Types of an extension, enums and domains; and built-in ones whose name is nothing special (`jsonb`, `uuid`). */
function ownType(name: string, schema: string | null, modifiers: string[]): string {
  const isUnspoken = schema === null || UNSPOKEN_SCHEMAS.has(schema) || TYPES_OF_EXTENSIONS.has(name);
  const prefix = isUnspoken ? '' : `${quoteIdentifier(schema)}.`;
  return `${prefix}${prefix === '' ? bareName(name) : quoteIdentifier(name)}${inBrackets(modifiers)}`;
}

function bareName(name: string): string {
  return BARE_KEYWORDS.has(name) ? name : quoteIdentifier(name);
}

// Built-in types whose names are keywords, and that `format_type` prints bare all the same.
const BARE_KEYWORDS = new Set(['bit', 'numeric', 'json']);

function inBrackets(modifiers: string[]): string {
  return modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
}

function modifierText(node: Node): string {
  if ('A_Const' in node) {
    const constant = node.A_Const;
    return String(constant.sval?.sval ?? constant.fval?.fval ?? constant.ival?.ival ?? 0);
  }
  if ('ColumnRef' in node) return nameParts(node.ColumnRef.fields).join('.');
  return '';
}

/**
 * The same for a type that stands as text, such as an answer of `format_type`.
 * @returns the text as it is, where PostgreSQL's parser does not take it for a type
 */
export function canonicalTypeText(text: string): string {
  return spelt('type', text, () => parseType(text) ?? text);
}

function parseType(text: string): string | null {
  try {
    const node = parseSql(`SELECT NULL::${text}`)[0]?.node;
    if (node === undefined || !('SelectStmt' in node)) return null;
    const target = node.SelectStmt.targetList?.[0];
    const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
    if (value === undefined || !('TypeCast' in value) || value.TypeCast.typeName === undefined) return null;
    return canonicalType(value.TypeCast.typeName);
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    return null;
  }
}
