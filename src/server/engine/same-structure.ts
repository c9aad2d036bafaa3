import type { DatabaseSchema } from '../../shared/database-schema';

const structures = new WeakMap<DatabaseSchema, DatabaseSchema>();

/**
 * Says that two catalogues differ in nothing but rows, sizes and scans, which change with every use of a database.
 */
export function sharesStructure(schema: DatabaseSchema, earlier: DatabaseSchema): void {
  if (schema !== earlier) structures.set(schema, structureOf(earlier));
}

/** The one object that stands for the structure of a catalogue, whatever its statistics. */
export function structureOf(schema: DatabaseSchema): DatabaseSchema {
  return structures.get(schema) ?? schema;
}
