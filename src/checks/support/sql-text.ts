import type { Column, EnumType, ForeignKey, Key } from '../../shared/database-schema';

/** A name as SQL takes it, whatever it is made of: `"user""s"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"public"."users"`. */
export function quoteObject(object: { schema: string; name: string }): string {
  return `${quoteName(object.schema)}.${quoteName(object.name)}`;
}

/** A text as a SQL literal. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? `E${quoted}` : quoted;
}

/** PostgreSQL keeps so many bytes of a name (NAMEDATALEN less one). */
const NAME_BYTES = 63;

/** A name with something at its end, cut so that PostgreSQL keeps the end. */
export function cutName(name: string, end: string): string {
  const encoder = new TextEncoder();
  const characters = [...name];
  while (encoder.encode(characters.join('')).length + end.length > NAME_BYTES) characters.pop();
  return `${characters.join('')}${end}`;
}

/** `public.users` of a part of a table, as hazards name the table that is locked. */
export function nameInText(part: { schema: string; table: string }): string {
  return `${part.schema}.${part.table}`;
}

/** `("userId", "createdAt")`. */
export function quoteColumns(columns: readonly string[]): string {
  return `(${columns.map(quoteName).join(', ')})`;
}

const SERIAL = new Map([
  ['smallint', 'smallserial'],
  ['integer', 'serial'],
  ['bigint', 'bigserial'],
]);

/** A column as it stands in CREATE TABLE and ADD COLUMN. `nextval` of an own sequence is written as its serial type. */
export function columnSql(column: Column): string {
  const serial =
    column.default === 'nextval' && column.identity === null ? SERIAL.get(column.type) : undefined;
  const parts = [quoteName(column.name), serial ?? column.type];
  if (column.collation !== null) parts.push(`COLLATE ${quoteName(column.collation)}`);
  if (column.identity !== null) parts.push(`GENERATED ${column.identity.toUpperCase()} AS IDENTITY`);
  else if (column.generated !== null)
    parts.push(`GENERATED ALWAYS AS (${column.default ?? 'NULL'}) ${column.generated.toUpperCase()}`);
  else if (column.default !== null && serial === undefined)
    parts.push(`DEFAULT ${defaultSql(column.default, column.type)}`);
  if (!column.nullable) parts.push('NOT NULL');
  return parts.join(' ');
}

/** A default as SQL takes it: a list of texts is one of texts only, until it is said what it is of. */
export function defaultSql(value: string, type: string): string {
  return value.startsWith('ARRAY[') ? `${value}::${type}` : value;
}

/** `CONSTRAINT "users_pkey" PRIMARY KEY ("id")`. */
export function primaryKeySql(key: Key): string {
  return `CONSTRAINT ${quoteName(key.name)} PRIMARY KEY ${quoteColumns(key.columns)}`;
}

/** `CONSTRAINT "…" FOREIGN KEY … REFERENCES … ON DELETE … ON UPDATE …`. */
export function foreignKeySql(key: ForeignKey): string {
  const target = quoteObject({ schema: key.references.schema, name: key.references.table });
  return (
    `CONSTRAINT ${quoteName(key.name)} FOREIGN KEY ${quoteColumns(key.columns)} ` +
    `REFERENCES ${target} ${quoteColumns(key.references.columns)} ` +
    `${key.match === 'FULL' ? 'MATCH FULL ' : ''}ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}${timingSql(key)}`
  );
}

function timingSql(key: ForeignKey): string {
  if (!key.deferrable) return '';
  return key.initiallyDeferred ? ' DEFERRABLE INITIALLY DEFERRED' : ' DEFERRABLE';
}

/** `ALTER TABLE "public"."users" …;`. */
export function alterTableSql(table: { schema: string; name: string }, ...actions: string[]): string {
  return `ALTER TABLE ${quoteObject(table)} ${actions.join(', ')};`;
}

/** `CREATE TYPE … AS ENUM (…);` with the values in their order. */
export function createEnumSql(type: EnumType): string {
  return `CREATE TYPE ${quoteObject(type)} AS ENUM (${type.values.map(quoteText).join(', ')});`;
}
