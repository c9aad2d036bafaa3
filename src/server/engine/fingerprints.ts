import { createHash } from 'node:crypto';
import type { Observed } from '../../checks/types';
import { canonicalJson } from '../../shared/canonical-json';
import type { GeneratedClient } from '../../shared/client';
import type { Settings } from '../../shared/config';
import type { DatabaseSchema, Table } from '../../shared/database-schema';

const ofSchemas = new WeakMap<DatabaseSchema, string>();
// A catalogue that was read again keeps the tables that did not change: only the others are folded anew.
const ofTables = new WeakMap<Table, string>();

/**
 * A fingerprint of a database's structure: the same for the same tables, columns, keys, constraints, indexes, triggers,
 * policies, views, enums, sequences and extensions, whatever their sizes, row counts and statistics.
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function databaseFingerprint(schema: DatabaseSchema): string {
  let fingerprint = ofSchemas.get(schema);
  if (fingerprint === undefined) {
    fingerprint = `sha256:${digest([
      [...schema.tables].sort(bySchemaAndName).map(tableDigest),
      [...schema.enums].sort(bySchemaAndName).map((type) => [type.schema, type.name, type.values]),
      [...schema.sequences].sort(bySchemaAndName).map((one) => [
        [one.schema, one.name, one.type, one.start, one.minimum, one.maximum, one.increment, one.cache],
        [one.cycle, one.ownedBy?.table, one.ownedBy?.column, one.identity],
      ]),
      [...schema.extensions].sort(byName).map((one) => [one.name, one.version, one.schema]),
    ])}`;
    ofSchemas.set(schema, fingerprint);
  }
  return fingerprint;
}

/** Of the only client its own; of several one over all of theirs; null where none could be read. */
export function clientsFingerprint(clients: readonly GeneratedClient[]): string | null {
  const [first] = clients;
  if (first === undefined || clients.length === 1) return first?.fingerprint ?? null;
  return `sha256:${digest(clients.map(({ name, fingerprint }) => [name, fingerprint]))}`;
}

/**
 * Over what the endpoint manifest and the index manifest declare, whichever of them is configured; null where none is, or
 * one that is was not read.
 */
export function manifestFingerprint(
  values: Partial<Observed>,
  settings: Pick<Settings, 'manifest' | 'indexManifest'>,
): string | null {
  const endpoints = values['endpoints.declared'];
  const indexes = values['indexes.declared'];
  const isUnread =
    (settings.manifest !== null && endpoints === undefined) ||
    (settings.indexManifest !== null && indexes === undefined);
  if (isUnread || (endpoints === undefined && indexes === undefined)) return null;
  // The parts of an index are read from its statement, which is all that the manifest says.
  const declared = indexes?.indexes.map(({ index: _parts, ...entry }) => entry);
  return `sha256:${digest(canonicalJson([endpoints ?? null, declared ?? null, indexes?.queries ?? null]))}`;
}

function tableDigest(table: Table): string {
  let fingerprint = ofTables.get(table);
  if (fingerprint === undefined) {
    fingerprint = digest(structureOf(table));
    ofTables.set(table, fingerprint);
  }
  return fingerprint;
}

/** Values in a fixed order, so that it does not matter in which order an object was given its members. */
function structureOf(table: Table): unknown[] {
  return [
    [table.schema, table.name, table.kind, table.query],
    table.columns.map((column) => [
      [column.name, column.position, column.type, column.nullable, column.default],
      [column.generated, column.identity, column.collation],
    ]),
    table.primaryKey === null ? null : [table.primaryKey.name, table.primaryKey.columns],
    [...table.foreignKeys].sort(byName).map((key) => [
      [key.name, key.columns, key.references.schema, key.references.table, key.references.columns],
      [key.onDelete, key.onUpdate, key.match, key.deferrable, key.initiallyDeferred],
      [key.validated, key.enforced],
    ]),
    [...table.indexes].sort(byName).map((index) => [
      [index.name, index.method, index.unique, index.nullsNotDistinct, index.predicate, index.include],
      index.columns.map((key) => [
        [key.name, key.expression, key.order, key.nulls],
        [key.opclass, key.collation],
      ]),
      [index.valid, index.ready, index.constraint],
    ]),
    [...table.checks]
      .sort(byName)
      .map((check) => [check.name, check.expression, check.validated, check.enforced, check.noInherit]),
    [...table.exclusions].sort(byName).map((one) => [one.name, one.definition]),
    [...table.triggers].sort(byName).map((one) => [one.name, one.definition, one.enabled]),
    [table.rowSecurity.enabled, table.rowSecurity.forced],
    [...table.rowSecurity.policies]
      .sort(byName)
      .map((policy) => [
        [policy.name, policy.command, policy.permissive, policy.roles, policy.using, policy.withCheck],
      ]),
  ];
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function bySchemaAndName(a: { schema: string; name: string }, b: { schema: string; name: string }): number {
  return compare(a.schema, b.schema) || compare(a.name, b.name);
}

function byName(a: { name: string }, b: { name: string }): number {
  return compare(a.name, b.name);
}

// By code unit and not by locale, so that the same structure has the same fingerprint on every machine.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
