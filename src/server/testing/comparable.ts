import type { DatabaseSchema, Index, Table } from '../../shared/database-schema';
import { readCatalogue } from '../probes/catalogue/catalogue';
import { openDatabaseSession } from '../probes/catalogue/session';

/** What the catalogue of a test's database says, without a run around it. */
export async function observeDatabase(
  databaseUrl: string,
  schemas = ['public'],
  defaultSchema = 'public',
): Promise<DatabaseSchema> {
  const signal = new AbortController().signal;
  const session = await openDatabaseSession({ databaseUrl, timeoutMs: 20_000, signal });
  try {
    return (await readCatalogue(session, schemas, defaultSchema)).schema;
  } finally {
    await session.close();
  }
}

/** Tables with what both sides know: no sizes, statistics, places and texts, nor what rests on an index, and in no order but that of names. */
export function comparableTables(tables: readonly Table[]): Table[] {
  return tables.map((table) => ({
    ...table,
    rowEstimate: null,
    sizeBytes: null,
    columns: byName(table.columns.map((column) => ({ ...column, position: 0 }))),
    foreignKeys: byName(table.foreignKeys),
    indexes: byName(table.indexes.map(bareIndex)),
    checks: byName(table.checks.map(({ source: _source, ...check }) => check)),
    exclusions: byName(table.exclusions.map(({ source: _source, ...exclusion }) => exclusion)),
    triggers: byName(table.triggers.map(({ source: _source, ...trigger }) => trigger)),
    rowSecurity: {
      ...table.rowSecurity,
      policies: byName(table.rowSecurity.policies.map(({ source: _source, ...policy }) => policy)),
    },
  }));
}

function bareIndex({ source: _source, heldBy: _heldBy, ...index }: Index): Index {
  return { ...index, sizeBytes: null, definition: '', origin: null };
}

function byName<T extends { name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
}
