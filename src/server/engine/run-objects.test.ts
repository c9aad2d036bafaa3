import { expect, test } from 'vitest';
import {
  asObserved,
  databaseSchema,
  enumType,
  extension,
  migrationsReplay,
  table,
} from '../../checks/testing/builders';
import { countsOf, runObjects, unreadSides } from './run-objects';

const declared = databaseSchema([table('users')], [enumType('Status', ['OPEN'])]);
const view = table('report', { kind: 'view', query: 'SELECT 1' });
const migrated = { ...declared, tables: [...declared.tables, view] };
const live = asObserved({ ...declared, tables: [table('users'), table('by_hand')] });
const judged = { checks: [], ran: new Set<string>(), ignore: [] };

test('every object that any side has is a row, with the sides that have it', () => {
  const { rows } = runObjects(
    {
      'schema.ddl': declared,
      'migrations.replay': migrationsReplay(migrated),
      'database.catalogue': {
        ...live,
        extensions: [extension('pg_trgm', { version: '1.6', schema: 'public' })],
      },
    },
    judged,
  );
  expect(rows.tables?.map((row) => [row.name, row.present])).toEqual([
    ['users', { schema: true, migrations: true, database: true }],
    ['report', { schema: false, migrations: true, database: false }],
    ['by_hand', { schema: false, migrations: false, database: true }],
  ]);
  expect(rows.enums).toMatchObject([
    { values: { schema: ['OPEN'], migrations: ['OPEN'], database: ['OPEN'] } },
  ]);
  expect(rows.others?.map((row) => [row.kind, row.name, row.note])).toEqual([
    ['view', 'report', 'view'],
    ['extension', 'pg_trgm', 'version 1.6'],
  ]);
});

test('a row that no check looked at is unknown, never well', () => {
  const values = { 'schema.ddl': declared, 'database.catalogue': live };
  const { rows } = runObjects({ ...values, 'migrations.replay': migrationsReplay(migrated) }, judged);
  expect(new Set(rows.tables?.map((row) => row.verdict))).toEqual(new Set(['unknown']));
  expect(rows.others?.map((row) => row.verdict)).toEqual(['unknown']);
});

test('a side that was not read says why, and is not one that has nothing', () => {
  const values = { 'schema.ddl': declared, 'database.catalogue': live };
  const objects = runObjects(values, judged);
  expect(objects.rows.tables?.[0]?.present).toEqual({ schema: true, migrations: null, database: true });
  expect(unreadSides(values, new Map([['migrations.replay', 'Set --migrations.']]))).toEqual({
    schema: null,
    migrations: 'Set --migrations.',
    database: null,
  });
  expect(countsOf(runObjects({ 'schema.ddl': declared }, judged))).toEqual({
    tables: null,
    enums: null,
    others: null,
    indexes: null,
    queries: null,
    coverage: null,
  });
});
