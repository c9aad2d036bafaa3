import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { canonicalExpression } from './expression';
import { loadSqlParser } from './parser';

const quoted = fc
  .string({ maxLength: 6, unit: fc.constantFrom('a', 'B', ' ', "'", '"', '%', '_', ',', 'ü', '1') })
  .map((text) => `'${text.replaceAll("'", "''")}'`);
const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map(String),
  fc.constantFrom('1.50', '0.0', '1e2'),
);
const whole = fc.integer({ min: -1000, max: 1000 }).map(String);
const comparison = fc.constantFrom('=', '<>', '!=', '<', '>', '<=', '>=');
const kind = fc.constantFrom("'A'", `'b b'`, `'A'::"Kind"`);

type Typed = { truth: string; integer: string; numeric: string; text: string };

/** Expressions of PostgreSQL that have a type, as people write them: with more brackets and casts than are needed. */
const typed = fc.letrec<Typed>((tie) => ({
  integer: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('score', 'other', '"user"'),
    whole,
    fc
      .tuple(tie('integer'), fc.constantFrom('+', '-', '*'), tie('integer'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    fc.tuple(tie('integer'), tie('integer')).map(([a, b]) => `COALESCE(${a}, ${b})`),
    tie('text').map((a) => `length(${a})`),
    tie('integer').map((a) => `abs(${a})`),
    fc.tuple(tie('truth'), tie('integer')).map(([a, b]) => `CASE WHEN ${a} THEN ${b} END`),
  ),
  numeric: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom('price', 'ratio'),
    number,
    fc
      .tuple(fc.constant('price'), fc.constantFrom('+', '*'), number)
      .map(([a, op, b]) => `${a} ${op} (${b})`),
  ),
  text: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('name', 'short', "data ->> 'k'", "(data -> 'a') ->> 'b'"),
    quoted.map((text) => `${text}::text`),
    fc.tuple(fc.constantFrom('lower', 'upper', 'btrim'), tie('text')).map(([f, a]) => `${f}(${a})`),
    fc.tuple(tie('text'), quoted).map(([a, b]) => `(${a}) || ${b}`),
    fc.tuple(tie('text'), quoted).map(([a, b]) => `coalesce(${a}, ${b})`),
  ),
  truth: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('"isActive"', '"isActive" = true', '"isActive" IS NOT TRUE', 'NOT "isActive"'),
    fc.tuple(tie('integer'), comparison, tie('integer')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
    fc.tuple(tie('numeric'), comparison, number).map(([a, op, b]) => `(${a}) ${op} ${b}`),
    fc.tuple(fc.constantFrom('name', 'short'), comparison, quoted).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc
      .tuple(tie('text'), fc.constantFrom('LIKE', 'NOT LIKE', 'ILIKE', '~'), quoted)
      .map(([a, op, b]) => `(${a}) ${op} ${b}`),
    fc.tuple(fc.constantFrom('=', '<>'), kind).map(([op, b]) => `kind ${op} ${b}`),
    fc
      .tuple(fc.constantFrom('IN', 'NOT IN'), fc.array(kind, { minLength: 1, maxLength: 3 }))
      .map(([op, list]) => `kind ${op} (${list.join(',')})`),
    fc
      .tuple(fc.constantFrom('IN', 'NOT IN'), fc.array(quoted, { minLength: 1, maxLength: 3 }))
      .map(([op, list]) => `short ${op} (${list.join(',')})`),
    fc.array(whole, { minLength: 1, maxLength: 3 }).map((list) => `score = ANY (ARRAY[${list.join(', ')}])`),
    fc.tuple(tie('integer'), whole, whole).map(([a, b, c]) => `(${a}) BETWEEN ${b} AND ${c}`),
    fc.tuple(tie('text'), fc.constantFrom('IS NULL', 'IS NOT NULL')).map(([a, op]) => `(${a}) ${op}`),
    fc.tuple(tie('integer'), tie('integer')).map(([a, b]) => `(${a}) IS DISTINCT FROM (${b})`),
    fc
      .tuple(tie('truth'), fc.constantFrom('AND', 'OR'), tie('truth'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('truth').map((a) => `NOT (${a})`),
  ),
}));

describe('any expression', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    await loadSqlParser();
    database = await createTestDatabase('any_expression');
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`
      CREATE TYPE "Kind" AS ENUM ('A', 'b b');
      CREATE TABLE p ("isActive" boolean, score integer, other integer, "user" integer, ratio double precision,
        price numeric(10,2), kind "Kind", name text, short varchar(20), data jsonb);`);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  /** As PostgreSQL prints it when it has kept it. */
  async function printed(source: string): Promise<string> {
    await client.query(
      `ALTER TABLE p DROP CONSTRAINT IF EXISTS c; ALTER TABLE p ADD CONSTRAINT c CHECK (${source})`,
    );
    const { rows } = await client.query<{ text: string }>(
      `SELECT pg_get_expr(conbin, conrelid) AS text FROM pg_constraint WHERE conname = 'c'`,
    );
    return rows[0]?.text ?? '';
  }

  test('has one spelling, whether a person or PostgreSQL wrote it, and is kept as the same again', async () => {
    await fc.assert(
      fc.asyncProperty(typed.truth, async (source) => {
        const canonical = canonicalExpression(await printed(source));
        expect(canonicalExpression(source)).toBe(canonical);
        expect(canonicalExpression(await printed(canonical))).toBe(canonical);
      }),
      { numRuns: 150 },
    );
  });
});
