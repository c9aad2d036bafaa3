import { expect, test } from 'vitest';
import {
  type DatabaseSchema,
  NO_ROW_SECURITY,
  type Sequence,
  type Table,
} from '../../shared/database-schema';
import { databaseFingerprint } from './fingerprints';

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
