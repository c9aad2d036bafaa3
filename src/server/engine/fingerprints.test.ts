import { expect, test } from 'vitest';
import {
  type DatabaseSchema,
  NO_ROW_SECURITY,
  type Sequence,
  type Table,
} from '../../shared/database-schema';
import type { EndpointManifest } from '../../shared/endpoints';
import { databaseFingerprint, manifestFingerprint } from './fingerprints';

const table: Table = {
  schema: 'public',
  name: 'users',
  kind: 'table',
  columns: [],
  primaryKey: null,
  foreignKeys: [],
  indexes: [],
  checks: [],
  exclusions: [],
  triggers: [],
  rowSecurity: NO_ROW_SECURITY,
  query: null,
  rowEstimate: 1,
  sizeBytes: 2,
};
const empty: DatabaseSchema = { schemas: ['public'], tables: [], enums: [], sequences: [], extensions: [] };
const of = (over: Partial<Table>) => databaseFingerprint({ ...empty, tables: [{ ...table, ...over }] });

test('sizes, row counts and the order of tables say nothing', () => {
  expect(of({ rowEstimate: 50, sizeBytes: null })).toBe(of({}));
  const other = { ...table, name: 'posts' };
  expect(databaseFingerprint({ ...empty, tables: [table, other] })).toBe(
    databaseFingerprint({ ...empty, tables: [other, table] }),
  );
  expect(of({})).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('each kind of object says something', () => {
  const sequence: Sequence = {
    ...{ schema: 'public', name: 's', type: 'bigint', start: '1', minimum: '1', maximum: '9' },
    ...{ increment: '1', cache: '1', cycle: false, ownedBy: null, identity: false },
  };
  const all = [
    databaseFingerprint(empty),
    of({}),
    of({ kind: 'view' }),
    of({ query: 'SELECT 1' }),
    of({ primaryKey: { name: 'p', columns: ['id'] } }),
    of({ checks: [{ name: 'c', expression: 'a', validated: true, enforced: true, noInherit: false }] }),
    of({ checks: [{ name: 'c', expression: 'a', validated: false, enforced: true, noInherit: false }] }),
    of({ exclusions: [{ name: 'x', definition: 'EXCLUDE' }] }),
    of({ triggers: [{ name: 't', definition: 'CREATE TRIGGER', enabled: 'origin' }] }),
    of({ triggers: [{ name: 't', definition: 'CREATE TRIGGER', enabled: 'disabled' }] }),
    of({ rowSecurity: { enabled: true, forced: false, policies: [] } }),
    databaseFingerprint({ ...empty, enums: [{ schema: 'public', name: 'e', values: ['a'] }] }),
    databaseFingerprint({ ...empty, sequences: [sequence] }),
    databaseFingerprint({ ...empty, sequences: [{ ...sequence, cycle: true }] }),
    databaseFingerprint({ ...empty, extensions: [{ name: 'x', version: '1', schema: 'public' }] }),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test('of manifests what they declare counts, and one that is configured and was not read makes it unknown', () => {
  const configured = { manifest: '/app/endpoints.ts', indexManifest: '/app/indexes.ts' };
  const endpoints: EndpointManifest = { auth: {}, mask: [], ignore: [], endpoints: [] };
  const indexes = { file: 'indexes.ts', indexes: [], queries: [] };
  const values = { 'endpoints.declared': endpoints, 'indexes.declared': indexes };
  const whole = manifestFingerprint(values, configured);
  expect(whole).toMatch(/^sha256:[0-9a-f]{64}$/);
  // Another name of the file declares nothing else.
  const moved = { ...values, 'indexes.declared': { ...indexes, file: 'elsewhere.json' } };
  expect(manifestFingerprint(moved, configured)).toBe(whole);
  const more = { ...values, 'endpoints.declared': { ...endpoints, ignore: ['/api/internal'] } };
  expect(manifestFingerprint(more, configured)).not.toBe(whole);
  expect(manifestFingerprint({ 'indexes.declared': indexes }, configured)).toBeNull();
  expect(manifestFingerprint({}, { manifest: null, indexManifest: null })).toBeNull();
});
