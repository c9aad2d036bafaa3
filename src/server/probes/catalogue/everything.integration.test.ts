import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatabaseSchema, Table } from '../../../shared/database-schema';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { everythingSql, readOnce, runSql } from './testing/read';

let database: TestDatabase;
let schema: DatabaseSchema;
beforeAll(async () => {
  database = await createTestDatabase('everything');
  await runSql(database.url, await everythingSql());
  ({ schema } = await readOnce(database.url, ['public', 'side']));
});
afterAll(() => database?.drop());

function table(name: string): Table {
  const found = schema.tables.find((one) => one.name === name);
  if (found === undefined) throw new Error(`The test's database has no ${name}.`);
  return found;
}

test('collations of columns and index keys where they are not what the place has anyway', () => {
  const collated = table('rooms').columns.filter((column) => column.collation !== null);
  expect(collated.map(({ name, collation }) => [name, collation])).toEqual([
    ['name', 'C'],
    ['label', 'side.german'],
  ]);
  const keys = table('rooms').indexes.find((index) => index.name === 'rooms_name_idx')?.columns;
  expect(keys?.map((key) => key.collation)).toEqual([null, 'C', 'POSIX']);
});

test('foreign keys with MATCH and INITIALLY DEFERRED', () => {
  expect(table('bookings').foreignKeys).toMatchObject([
    { deferrable: true, initiallyDeferred: true, match: 'SIMPLE' },
  ]);
  expect(table('notes').foreignKeys).toMatchObject([
    { match: 'FULL', onDelete: 'CASCADE', references: { schema: 'public', table: 'bookings' } },
  ]);
});

test('check and exclusion constraints, without the NOT NULL ones', () => {
  expect(table('rooms').checks).toEqual([
    { name: 'late', expression: 'owner > 0', validated: false, enforced: true, noInherit: false },
    {
      name: 'rooms_price_check',
      expression: 'price >= 0',
      validated: true,
      enforced: true,
      noInherit: false,
    },
    {
      name: 'sizes',
      expression: "name <> '' AND length(name) < 100",
      validated: true,
      enforced: true,
      noInherit: true,
    },
  ]);
  expect(table('rooms').exclusions).toEqual([
    {
      name: 'apart',
      definition: "EXCLUDE USING gist (area WITH &&) WHERE (mood <> 'sad') DEFERRABLE INITIALLY DEFERRED",
    },
  ]);
  expect(table('bookings').checks).toEqual([]);
});

test('triggers that somebody made, with their state', () => {
  expect(table('rooms').triggers).toEqual([
    {
      name: 'counted',
      enabled: 'disabled',
      definition:
        "CREATE TRIGGER counted AFTER DELETE ON public.rooms REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION touch('one', 'it''s')",
    },
    {
      name: 'touched',
      enabled: 'origin',
      definition:
        "CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF name, price ON public.rooms FOR EACH ROW WHEN (new.name IS DISTINCT FROM 'x') EXECUTE FUNCTION touch()",
    },
  ]);
  expect(table('bookings').triggers).toMatchObject([{ name: 'checked', enabled: 'always' }]);
  expect(table('parts').triggers).toMatchObject([{ name: 'parted' }]);
});

test('row security and its policies', () => {
  const { policies, ...state } = table('rooms').rowSecurity;
  expect(state).toEqual({ enabled: true, forced: true });
  expect(policies).toMatchObject([
    { name: 'members', command: 'INSERT', permissive: false, using: null },
    {
      name: 'own',
      command: 'SELECT',
      permissive: true,
      roles: ['public'],
      using: 'owner = 1 AND is_member(owner)',
      withCheck: null,
    },
  ]);
  expect(policies[0]?.roles).toContain('pg_monitor');
  expect(policies[0]?.withCheck).toContain('EXISTS');
  expect(table('bookings').rowSecurity).toEqual({ enabled: true, forced: false, policies: [] });
});

test('the queries of views, without qualifiers that say nothing', () => {
  expect(table('cheap').query).toBe(
    'SELECT id, name AS title, upper(name) AS "Loud" FROM public.rooms r WHERE (price < (10)::numeric) ORDER BY name',
  );
  expect(table('totals').query).toBe('SELECT mood, count(*) AS rooms FROM public.rooms GROUP BY mood');
  expect(table('joined').query).toContain("THEN 'a  b'::text");
  expect(table('rooms').query).toBeNull();
});

test('the canonical queries make the same views', async () => {
  const copies = schema.tables.filter((one) => one.kind === 'view');
  await runSql(
    database.url,
    copies.map((one) => `CREATE OR REPLACE VIEW "${one.name}" AS ${one.query};`).join('\n'),
  );
  const again = (await readOnce(database.url, ['public', 'side'])).schema;
  expect(again.tables.map((one) => [one.name, one.query])).toEqual(
    schema.tables.map((one) => [one.name, one.query]),
  );
});

test('sequences with their owners', () => {
  const common = { schema: 'public', cache: '1', cycle: false, identity: false };
  expect(schema.sequences).toMatchObject([
    { ...common, name: 'owned', type: 'bigint', ownedBy: { table: 'bookings', column: 'a' } },
    { ...common, name: 'rooms_id_seq', type: 'integer', ownedBy: { table: 'rooms', column: 'id' } },
    {
      name: 'rooms_number_seq',
      start: '10',
      increment: '5',
      cache: '3',
      identity: true,
      ownedBy: { table: 'rooms', column: 'number' },
    },
    {
      name: 'tickets',
      type: 'smallint',
      start: '-1',
      minimum: '-100',
      maximum: '-1',
      increment: '-1',
      cycle: true,
      ownedBy: null,
    },
  ]);
});

test('enums without values, and extensions without plpgsql', async () => {
  expect(schema.enums).toMatchObject([{ name: 'mood' }, { name: 'nothing', values: [] }]);
  expect(schema.extensions).toEqual([]);
  await runSql(database.url, 'CREATE EXTENSION pg_trgm SCHEMA side');
  const again = (await readOnce(database.url, ['public', 'side'])).schema;
  expect(again.extensions).toEqual([{ name: 'pg_trgm', version: expect.any(String), schema: 'side' }]);
});

test('names and texts with control characters are read as they are', async () => {
  const odd = await createTestDatabase('odd_names');
  try {
    await runSql(
      odd.url,
      `CREATE TABLE "a\u001fb" ("c\u001bd" text DEFAULT E'x\u001fy', "e\u001b1\u001e" int);
       CREATE TYPE label AS ENUM ('', 'p\u001fq');`,
    );
    const read = (await readOnce(odd.url)).schema;
    expect(read.tables).toMatchObject([
      {
        name: 'a\u001fb',
        columns: [
          { name: 'c\u001bd', default: "'x\u001fy'" },
          { name: 'e\u001b1\u001e', default: null },
        ],
      },
    ]);
    expect(read.enums).toMatchObject([{ values: ['', 'p\u001fq'] }]);
  } finally {
    await odd.drop();
  }
});
