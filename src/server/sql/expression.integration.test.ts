import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { canonicalExpression } from './expression';
import { loadSqlParser } from './parser';
import { canonicalTypeText } from './type-name';

/** Column type and default, as people, Prisma and pg_dump write them. */
const DEFAULTS: [type: string, source: string][] = [
  ['timestamp(3)', 'CURRENT_TIMESTAMP'],
  ['timestamp(3)', 'now()'],
  ['timestamptz(6)', 'CURRENT_TIMESTAMP(3)'],
  ['timestamp', "timezone('utc', now())"],
  ['timestamp', "(now() AT TIME ZONE 'utc')"],
  ['timestamp(3)', "'2020-01-01 00:00:00 +00:00'"],
  ['timestamptz', "'2020-01-01 12:30:00.500+02'"],
  ['date', "'2020-02-29'"],
  ['date', 'CURRENT_DATE'],
  ['text', "'x'"],
  ['text', "'it''s'"],
  ['text', "''"],
  ['text', "'ü – {}'"],
  ['text', 'CURRENT_USER'],
  ['varchar(20)', "'x'::varchar"],
  ['varchar(20)', "'x'"],
  ['char(3)', "'abc'"],
  ['integer', '0'],
  ['integer', '-1'],
  ['integer', '(1 + 2) * 3'],
  ['integer', "'5'::int"],
  ['bigint', '12345678901'],
  ['bigint', '-9223372036854775807'],
  ['smallint', '7'],
  ['double precision', '0'],
  ['double precision', '0.5'],
  ['double precision', '-0.5'],
  ['double precision', '1e5'],
  ['real', '1.50'],
  ['numeric(10,2)', '1.50'],
  ['numeric(10,2)', '0'],
  ['numeric(65,30)', '65465465546.0'],
  ['boolean', 'true'],
  ['boolean', 'false'],
  ['boolean', "'t'"],
  ['uuid', 'gen_random_uuid()'],
  ['uuid', "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"],
  ['text', 'gen_random_uuid()'],
  ['text', '(gen_random_uuid())::text'],
  ['text', 'md5((random())::text)'],
  ['text', "lower('ABC'::text)"],
  ['jsonb', "'{}'"],
  ['jsonb', `'{"b": 1, "a": [1,2, {"x":null}]}'`],
  ['json', `'{"b": 1, "a": 2}'`],
  ['jsonb', "'[]'::jsonb"],
  ['jsonb', 'jsonb_build_object()'],
  ['text[]', 'ARRAY[]::TEXT[]'],
  ['text[]', "'{}'"],
  ['text[]', "'{}'::text[]"],
  ['text[]', "ARRAY['a','b']::TEXT[]"],
  ['text[]', "ARRAY['a','b c']"],
  ['text[]', `'{a,"b c","q\\"q"}'`],
  ['integer[]', 'ARRAY[1, 2]'],
  ['integer[]', 'ARRAY[1, 2]::INTEGER[]'],
  ['integer[]', "'{1,2}'"],
  ['"Kind"', "'A'"],
  ['"Kind"', `'A'::"Kind"`],
  ['"Kind"[]', `ARRAY[]::"Kind"[]`],
  ['"Kind"[]', `ARRAY['A', 'b b']::"Kind"[]`],
  ['bigint', `nextval('my_seq'::regclass)`],
  ['bigint', `nextval('public.my_seq')`],
  ['bytea', `'\\x68656c6c6f'`],
  ['interval', "'1 day'"],
  ['bit(3)', "B'101'"],
  ['inet', "'10.0.0.1'"],
  ['time', "'08:30:00'"],
  ['text', "COALESCE(NULL, 'a'::text)"],
  ['integer', "EXTRACT(YEAR FROM '2020-01-01'::date)"],
  ['integer', 'CASE WHEN random() > 0.5 THEN 1 ELSE 2 END'],
  ['integer', 'public.own_function(1)'],
  ['integer', 'own_function(1)'],
];

/** Predicates of partial indexes. */
const PREDICATES = [
  '"isActive"',
  '"isActive" = true',
  'true = "isActive"',
  '"isActive" = false',
  'NOT "isActive"',
  '"isActive" IS TRUE',
  '"isActive" IS NOT FALSE',
  'score > 0',
  'score >= -5 AND score <= 10',
  'score BETWEEN 1 AND 10',
  'score NOT BETWEEN 1 AND 10',
  'score > 0.5',
  'ratio > 0.5',
  'ratio > 1',
  'price > 10',
  'big > 5',
  'big > 5000000000',
  'big = score',
  "kind = 'A'",
  'kind = \'A\'::"Kind"',
  "kind <> 'A'",
  "kind != 'A'",
  "kind IN ('A', 'b b')",
  "kind IN ('A')",
  "kind NOT IN ('A', 'b b')",
  "kind = ANY (ARRAY['A', 'b b']::\"Kind\"[])",
  "name = 'x'",
  "short = 'x'",
  "short IN ('a', 'b')",
  "short <> ALL (ARRAY['a', 'b'])",
  "short = ANY ('{a,b}')",
  "fixed = 'abc'",
  'name IS NOT NULL',
  'name IS NULL AND score IS NOT NULL',
  '(name IS NULL) AND ((score > 1) OR (score < -1))',
  'score > 1 AND score < 5 AND price > 1',
  'score > 1 AND (score < 5 AND price > 1)',
  'NOT (score > 1 AND price > 1)',
  "name LIKE 'a%'",
  "name NOT LIKE 'a%'",
  "short ILIKE 'a%'",
  "name ~ '^a'",
  "lower(name) = 'x'",
  "lower(short) = 'x'",
  'length(name) > 3',
  "coalesce(name, '') <> ''",
  "data ->> 'a' = 'x'",
  "(data ->> 'n')::int > 5",
  'data @> \'{"a": 1, "b": 2}\'',
  "data ? 'a'",
  "tags @> ARRAY['a']",
  "tags = '{}'",
  "at > '2024-01-01'",
  "at >= '2024-01-01'::timestamp AND at < '2025-01-01 12:00:00'",
  "day > '2024-01-01'",
  "zoned > '2024-01-01 00:00:00+00'",
  'score % 2 = 0',
  'score + 1 > 2 * price',
  '-score > 3',
  'score IS DISTINCT FROM 1',
  'NULLIF(score, 0) IS NOT NULL',
  'GREATEST(score, 1) > 2',
  "tags[1] = 'a'",
  'name COLLATE "C" > \'a\'',
  '"user" IS NOT NULL',
];

const EXPRESSIONS = [
  'lower(name)',
  'lower(short)',
  '(name || short)',
  "(data ->> 'a')",
  "((data ->> 'n')::int)",
  'coalesce(score, 0)',
  '(score + 1)',
  '("isActive" IS TRUE)',
  "date_trunc('day', at)",
  '(name COLLATE "C" || \'a\')',
];

describe('canonical expressions against a real server', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    await loadSqlParser();
    database = await createTestDatabase('expressions');
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`
      CREATE TYPE "Kind" AS ENUM ('A', 'b b');
      CREATE SEQUENCE my_seq;
      CREATE FUNCTION own_function(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE TABLE p ("isActive" boolean, score integer, ratio double precision, price numeric(10,2), big bigint,
        kind "Kind", name text, short varchar(20), fixed char(3), data jsonb, tags text[], at timestamp(3), day date,
        zoned timestamptz, "user" text);`);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  async function one(sql: string): Promise<string> {
    const result = await client.query({ text: sql, rowMode: 'array' });
    return String(result.rows[0]?.[0]);
  }

  async function looking<T>(work: () => Promise<T>): Promise<T> {
    await client.query("BEGIN; SET LOCAL search_path = ''; SET LOCAL TimeZone = 'UTC'");
    try {
      return await work();
    } finally {
      await client.query('COMMIT');
    }
  }

  test.each(DEFAULTS)('%s DEFAULT %s', async (type, source) => {
    await client.query(`DROP TABLE IF EXISTS public.d; CREATE TABLE public.d (x ${type} DEFAULT ${source})`);
    const [spelled, printed] = await looking(async () => [
      await one(
        `SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'public.d'::regclass AND attname = 'x'`,
      ),
      await one(`SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'public.d'::regclass`),
    ]);
    const canonicalType = canonicalTypeText(spelled);
    expect(canonicalTypeText(type)).toBe(canonicalType);
    expect(canonicalType).toBe(spelled.replace('public.', ''));
    const canonical = canonicalExpression(printed, canonicalType);
    expect(canonicalExpression(source, canonicalType)).toBe(canonical);
    expect(canonicalExpression(canonical, canonicalType)).toBe(canonical);
  });

  test.each(PREDICATES)('WHERE %s', async (source) => {
    await client.query(`DROP INDEX IF EXISTS i; CREATE INDEX i ON p (score) WHERE ${source}`);
    const printed = await looking(() =>
      one(`SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'public.i'::regclass`),
    );
    const canonical = canonicalExpression(printed);
    expect(canonicalExpression(source)).toBe(canonical);
    expect(canonicalExpression(canonical)).toBe(canonical);
    // The canonical text is SQL itself: repairs are written with it.
    await client.query(`DROP INDEX i; CREATE INDEX i ON p (score) WHERE ${canonical}`);
  });

  test.each(EXPRESSIONS)('CREATE INDEX ON p (%s)', async (source) => {
    await client.query(`DROP INDEX IF EXISTS i; CREATE INDEX i ON p (${source})`);
    const printed = await looking(() => one(`SELECT pg_get_indexdef('public.i'::regclass, 1, false)`));
    expect(canonicalExpression(source)).toBe(canonicalExpression(printed));
  });
});
