import { createHash } from 'node:crypto';
import type { DatabaseSchema } from '../../shared/database-schema';

/**
 * A fingerprint of a database's structure: the same for the same tables, columns, keys, indexes and enums, whatever
 * their sizes, row counts and statistics.
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function databaseFingerprint(schema: DatabaseSchema): string {
  const byName = (a: { schema: string; name: string }, b: { schema: string; name: string }) =>
    compare(a.schema, b.schema) || compare(a.name, b.name);
  const structure = {
    tables: [...schema.tables].sort(byName).map((table) => ({
      schema: table.schema,
      name: table.name,
      kind: table.kind,
      columns: table.columns,
      primaryKey: table.primaryKey,
      foreignKeys: [...table.foreignKeys].sort((a, b) => compare(a.name, b.name)),
      indexes: [...table.indexes]
        .sort((a, b) => compare(a.name, b.name))
        .map(({ sizeBytes: _size, scans: _scans, source: _source, ...index }) => index),
    })),
    enums: [...schema.enums].sort(byName),
  };
  return `sha256:${createHash('sha256').update(JSON.stringify(structure)).digest('hex')}`;
}

// By code unit and not by locale, so that the same structure has the same fingerprint on every machine.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
