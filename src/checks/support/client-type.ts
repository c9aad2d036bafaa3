import type { PrismaField } from '../../shared/prisma-schema';

const TEXTS = [
  'text',
  'character varying',
  'character',
  'name',
  'citext',
  'uuid',
  'xml',
  'inet',
  'bit',
  'bit varying',
];
const WHOLE = ['smallint', 'integer', 'oid', 'bigint'];
const NUMBERS = [...WHOLE, 'real', 'double precision', 'numeric', 'money'];
const MOMENTS = [
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
];

/**
 * The types that Prisma's client decodes into a field of each scalar type, whatever native type the schema gives it.
 * Measured with the client of Prisma 7.10 (docs/rules/column.type.md has the table).
 */
const DECODED: Record<string, readonly string[]> = {
  String: [...TEXTS, ...MOMENTS],
  Boolean: ['boolean'],
  Int: ['smallint', 'integer', 'oid', 'bigint'],
  BigInt: WHOLE,
  Float: NUMBERS,
  Decimal: NUMBERS,
  DateTime: MOMENTS,
  Json: ['json', 'jsonb'],
  Bytes: ['bytea'],
};

/** `character varying(255)[]` → `character varying`, `timestamp(3) without time zone` → `timestamp without time zone`. */
export function baseType(type: string): string {
  return type.replace(/\[\]$/, '').replace(/\([^)]*\)/, '');
}

/** Whether the client can decode a column of this type into the field; enums and unsupported fields are not its matter. */
export function decodes(field: PrismaField, type: string): boolean {
  const decoded = field.kind === 'scalar' ? DECODED[field.type] : undefined;
  if (decoded === undefined) return true;
  return type.endsWith('[]') === field.isList && decoded.includes(baseType(type));
}
