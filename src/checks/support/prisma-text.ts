import type { Column, Table } from '../../shared/database-schema';

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
]);

/** A name that Prisma takes; where it had to be changed, the caller adds `@map`. */
function identifier(name: string): string {
  const cleaned = name.replace(/\W/g, '_').replace(/^[^A-Za-z]+/, '');
  return cleaned === '' ? `value_${name.replace(/\W/g, '')}` : cleaned;
}

/** One line of an enum block: `DONE`, or `in_work @map("in work")` where the value is no Prisma name. */
export function enumValueText(value: string): string {
  const name = identifier(value);
  return name === value ? value : `${name} @map(${JSON.stringify(value)})`;
}

/** One line of a model block for a column that the database has. Types without an equal are `Unsupported`. */
export function fieldText(column: Column): string {
  const name = identifier(column.name);
  const list = column.type.endsWith('[]');
  const [scalar = '', ...native] = prismaType(list ? column.type.slice(0, -2) : column.type).split(' @');
  const attributes = native.map((attribute) => `@${attribute}`);
  if (name !== column.name) attributes.unshift(`@map(${JSON.stringify(column.name)})`);
  const preset = defaultText(column);
  if (preset !== null) attributes.push(preset);
  const arity = list ? '[]' : column.nullable ? '?' : '';
  return [name, `${scalar}${arity}`, ...attributes].join(' ');
}

/** A `model` block for a table that only the database has: a proposal to start from, without its relations. */
export function modelText(table: Table): string {
  const key = table.primaryKey?.columns ?? [];
  const fields = table.columns.map((column) => {
    const isKey = key.length === 1 && key[0] === column.name;
    return `  ${fieldText(column)}${isKey ? ' @id' : ''}`;
  });
  const model = identifier(table.name);
  const blockAttributes = [
    key.length > 1 ? `  @@id([${key.map(identifier).join(', ')}])` : '',
    model === table.name ? '' : `  @@map(${JSON.stringify(table.name)})`,
    key.length === 0 ? '  @@ignore // has no primary key: Prisma needs a unique field to address a row' : '',
  ].filter((line) => line !== '');
  return [`model ${model} {`, ...fields, ...blockAttributes, '}'].join('\n');
}

function prismaType(type: string): string {
  const known = SCALARS.get(type);
  if (known !== undefined) return known;
  const length = /^character varying\((\d+)\)$/.exec(type)?.[1];
  if (length !== undefined) return `String @db.VarChar(${length})`;
  const enumName = /^"?([A-Za-z]\w*)"?$/.exec(type)?.[1];
  if (type.startsWith('"') && enumName !== undefined) return enumName;
  return `Unsupported(${JSON.stringify(type)})`;
}

function defaultText(column: Column): string | null {
  if (column.default === 'nextval' || column.identity !== null) return '@default(autoincrement())';
  if (column.default === null) return null;
  if (column.default === 'CURRENT_TIMESTAMP') return '@default(now())';
  return `@default(dbgenerated(${JSON.stringify(column.default)}))`;
}
