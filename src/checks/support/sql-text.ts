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
  if (column.identity !== null) parts.push(`GENERATED ${column.identity.toUpperCase()} AS IDENTITY`);
  else if (column.generated !== null)
    parts.push(`GENERATED ALWAYS AS (${column.default ?? 'NULL'}) ${column.generated.toUpperCase()}`);
  else if (column.default !== null && serial === undefined) parts.push(`DEFAULT ${column.default}`);
  if (!column.nullable) parts.push('NOT NULL');
  return parts.join(' ');
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
    `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}${key.deferrable ? ' DEFERRABLE' : ''}`
  );
}

/** `ALTER TABLE "public"."users" …;`. */
export function alterTableSql(table: { schema: string; name: string }, ...actions: string[]): string {
  return `ALTER TABLE ${quoteObject(table)} ${actions.join(', ')};`;
}

/** `CREATE TYPE … AS ENUM (…);` with the values in their order. */
export function createEnumSql(type: EnumType): string {
  return `CREATE TYPE ${quoteObject(type)} AS ENUM (${type.values.map(quoteText).join(', ')});`;
}
