import type { Column, EnumType, Table } from '../../shared/database-schema';
import type { PrismaEnum } from '../../shared/prisma-schema';

// The PostgreSQL types that Prisma's own introspection gives a scalar without a native attribute or with this one.
const SCALARS = new Map([
  ['text', 'String'],
  ['integer', 'Int'],
  ['bigint', 'BigInt'],
  ['smallint', 'Int @db.SmallInt'],
  ['boolean', 'Boolean'],
  ['double precision', 'Float'],
  ['real', 'Float @db.Real'],
  ['numeric', 'Decimal @db.Decimal'],
  ['numeric(65,30)', 'Decimal'],
  ['timestamp(3) without time zone', 'DateTime'],
  ['timestamp(6) without time zone', 'DateTime @db.Timestamp(6)'],
  ['timestamp without time zone', 'DateTime @db.Timestamp(6)'],
  ['timestamp with time zone', 'DateTime @db.Timestamptz(6)'],
  ['date', 'DateTime @db.Date'],
  ['jsonb', 'Json'],
  ['json', 'Json @db.Json'],
  ['bytea', 'Bytes'],
  ['uuid', 'String @db.Uuid'],
  ['inet', 'String @db.Inet'],
  ['xml', 'String @db.Xml'],
  ['oid', 'Int @db.Oid'],
  ['money', 'Decimal @db.Money'],
  ['citext', 'String @db.Citext'],
]);

/** A name that Prisma takes; where it had to be changed, the caller adds `@map`. */
export function identifier(name: string): string {
  const cleaned = name.replace(/\W/g, '_').replace(/^[^A-Za-z]+/, '');
  return cleaned === '' ? `value_${name.replace(/\W/g, '')}` : cleaned;
}

/** One line of an enum block: `DONE`, or `in_work @map("in work")` where the value is no Prisma name. */
export function enumValueText(value: string): string {
  const name = identifier(value);
  return name === value ? value : `${name} @map(${JSON.stringify(value)})`;
}

/** An `enum` block for a type that the database has. */
export function enumText(type: EnumType, namesSchema = false): string {
  const name = identifier(type.name);
  return [
    `enum ${name} {`,
    ...type.values.map((value) => `  ${enumValueText(value)}`),
    ...(name === type.name ? [] : [`  @@map(${JSON.stringify(type.name)})`]),
    ...(namesSchema ? [`  @@schema(${JSON.stringify(type.schema)})`] : []),
    '}',
  ].join('\n');
}

/** One line of a model block for a column that the database has. Types without an equal are `Unsupported`. */
export function fieldText(column: Column, enums: readonly PrismaEnum[] = []): string {
  const name = identifier(column.name);
  const { scalar, native } = typeText(column.type, enums);
  const attributes = [...native];
  if (name !== column.name) attributes.unshift(`@map(${JSON.stringify(column.name)})`);
  const preset = defaultText(column);
  if (preset !== null) attributes.push(preset);
  const arity = column.type.endsWith('[]') ? '[]' : column.nullable ? '?' : '';
  return [name, `${scalar}${arity}`, ...attributes].join(' ');
}

type ModelParts = {
  /** The enums that the schema declares, whatever they map to. */
  enums?: readonly PrismaEnum[];
  /** Relations and attributes of the block, each a line. */
  more?: readonly string[];
};

/** A `model` block for a table that only the database has. */
export function modelText(table: Table, { enums = [], more = [] }: ModelParts = {}): string {
  const key = table.primaryKey?.columns ?? [];
  const fields = table.columns.map((column) => {
    const isKey = key.length === 1 && key[0] === column.name;
    return `  ${fieldText(column, enums)}${isKey ? ' @id' : ''}`;
  });
  const model = identifier(table.name);
  const blockAttributes = [
    ...more.map((line) => `  ${line}`),
    key.length > 1 ? `  @@id([${key.map(identifier).join(', ')}])` : '',
    model === table.name ? '' : `  @@map(${JSON.stringify(table.name)})`,
    key.length === 0 ? '  @@ignore // has no primary key: Prisma needs a unique field to address a row' : '',
  ].filter((line) => line !== '');
  return [`model ${model} {`, ...fields, ...blockAttributes, '}'].join('\n');
}

/** What Prisma calls a type: its scalar or enum, and the native attributes. A list is that of its elements. */
export function typeText(
  type: string,
  enums: readonly PrismaEnum[] = [],
): { scalar: string; native: string[] } {
  const element = type.endsWith('[]') ? type.slice(0, -2) : type;
  const [scalar = '', ...native] = prismaType(element, enums).split(' @');
  return { scalar, native: native.map((attribute) => `@${attribute}`) };
}

// Types with a length or precision, and what Prisma calls them.
const SIZED: readonly [RegExp, string][] = [
  [/^character varying\((\d+)\)$/, 'String @db.VarChar($1)'],
  [/^character varying$/, 'String @db.VarChar'],
  [/^character\((\d+)\)$/, 'String @db.Char($1)'],
  [/^numeric\((\d+),(\d+)\)$/, 'Decimal @db.Decimal($1, $2)'],
  [/^timestamp\((\d)\) without time zone$/, 'DateTime @db.Timestamp($1)'],
  [/^timestamp\((\d)\) with time zone$/, 'DateTime @db.Timestamptz($1)'],
  [/^time\((\d)\) without time zone$/, 'DateTime @db.Time($1)'],
  [/^time\((\d)\) with time zone$/, 'DateTime @db.Timetz($1)'],
  [/^bit\((\d+)\)$/, 'String @db.Bit($1)'],
  [/^bit varying\((\d+)\)$/, 'String @db.VarBit($1)'],
];

function prismaType(type: string, enums: readonly PrismaEnum[]): string {
  const known = SCALARS.get(type);
  if (known !== undefined) return known;
  const declared = enums.find(({ schema, dbName }) =>
    [dbName, `"${dbName}"`, `${schema}.${dbName}`, `${schema}."${dbName}"`].includes(type),
  );
  if (declared !== undefined) return declared.name;
  for (const [pattern, text] of SIZED) if (pattern.test(type)) return type.replace(pattern, text);
  const enumName = /^"?([A-Za-z]\w*)"?$/.exec(type)?.[1];
  if (type.startsWith('"') && enumName !== undefined) return enumName;
  return `Unsupported(${JSON.stringify(type)})`;
}

/** `@default(…)` for what the database fills in; null where it fills in nothing. */
export function defaultText(column: Column): string | null {
  if (column.default === 'nextval' || column.identity !== null) return '@default(autoincrement())';
  if (column.default === null) return null;
  if (column.default === 'CURRENT_TIMESTAMP') return '@default(now())';
  return `@default(dbgenerated(${JSON.stringify(column.default)}))`;
}
