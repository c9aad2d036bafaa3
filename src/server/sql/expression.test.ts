import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalDefault, canonicalExpression } from './expression';
import { quoteIdentifier } from './identifier';
import { loadSqlParser } from './parser';

beforeAll(() => loadSqlParser());

describe('canonicalExpression', () => {
  test.each([
    ['now()', 'CURRENT_TIMESTAMP'],
    ['CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP'],
    ['\'x\'::"Enum"', "'x'"],
    ["('x'::character varying)::text", "'x'"],
    ["'-1'::integer", '-1'],
    ['((a))', 'a'],
    ['(a > 1) AND ((b < 2) AND (c = 3))', 'a > 1 AND b < 2 AND c = 3'],
    ['(a > 1) OR ((b < 2) AND (c = 3))', 'a > 1 OR b < 2 AND c = 3'],
    ['(a OR b) AND c', '(a OR b) AND c'],
    ['status = ANY (ARRAY[\'A\'::"S", \'B\'::"S"])', "status IN ('A', 'B')"],
    ["(x)::text = ANY ((ARRAY['a'::character varying])::text[])", "x = 'a'"],
    ['a <> 1', 'a <> 1'],
    ['a != 1', 'a <> 1'],
    ['"isActive" = true', '"isActive"'],
    ['"isActive" <> true', 'NOT "isActive"'],
    ['nextval(\'public."A_id_seq"\'::regclass)', 'nextval'],
    ['gen_random_uuid()', 'gen_random_uuid()'],
    ['pg_catalog.lower(x)', 'lower(x)'],
    ['public.mine(x)', 'mine(x)'],
    ['other.mine(x)', 'other.mine(x)'],
    ['extensions.uuid_generate_v4()', 'uuid_generate_v4()'],
    ['1.500', '1.5'],
    ['1e3', '1000'],
    ['-0.0', '0'],
    ['"user" IS NOT NULL', '"user" IS NOT NULL'],
    ['(a IS NULL) = b', '(a IS NULL) = b'],
    ['a - (b - c)', 'a - (b - c)'],
    ['CASE WHEN a THEN 1 END', 'CASE WHEN a THEN 1 ELSE NULL END'],
  ])('%s', (source, canonical) => {
    expect(canonicalExpression(source)).toBe(canonical);
  });

  test.each([
    ['app.mine(x)', null, 'mine(x)'],
    ['other.mine(x)', null, 'other.mine(x)'],
    ['lower(x)::app."Kind"', null, 'lower(x)::"Kind"'],
    ['lower(x)::app."Kind"', 'app."Kind"', 'lower(x)'],
    ['lower(x)::"Kind"', 'app."Kind"', 'lower(x)'],
    ['app.one(app.two(x)) > 1 AND y IS NULL', null, 'one(two(x)) > 1 AND y IS NULL'],
    ['app.column', null, 'app."column"'],
  ])('%s for a connection whose schema is app', (source, type, canonical) => {
    expect(canonicalExpression(source, type, 'app')).toBe(canonical);
  });

  test('what differs in meaning differs in text', () => {
    const different = [
      'a > 1',
      'a >= 1',
      'a > 2',
      'b > 1',
      'a IS NULL',
      'a IS NOT NULL',
      'NOT a',
      'a',
      '"A"',
      "a = '1'",
      'lower(a)',
      '(a)::date',
      'a AND b',
      'a OR b',
      'a - (b - c)',
      '(a - b) - c',
      "a IN ('x', 'y')",
      "a IN ('y', 'x')",
      "a NOT IN ('x', 'y')",
      "'x'",
      "'X'",
      'CURRENT_DATE',
      'CURRENT_TIMESTAMP',
      'CURRENT_TIMESTAMP(3)',
    ];
    expect(new Set(different.map((source) => canonicalExpression(source))).size).toBe(different.length);
  });

  test('a text that is no SQL stays, with its white space folded', () => {
    expect(canonicalExpression('  what   is\n this? ')).toBe('what is this?');
  });

  test('a default of NULL is none', () => {
    expect(canonicalDefault('NULL::character varying', 'text')).toBeNull();
    expect(canonicalDefault(null, 'text')).toBeNull();
  });
});

// Longer names are cut by PostgreSQL itself.
const name = fc.oneof(
  fc.constantFrom('a', 'isActive', 'user', 'order', 'weird "name"', 'ü'),
  fc
    .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
    .filter((text) => !text.includes('\u0000') && Buffer.byteLength(text) <= 63),
);
const literal = fc.oneof(
  fc.integer().map(String),
  fc
    .string({ maxLength: 12, unit: 'grapheme' })
    .filter((text) => !text.includes('\u0000'))
    .map((text) => `'${text.replaceAll("'", "''")}'`),
  fc.constantFrom('true', 'false', 'NULL', "'{}'", '1.50', '-3'),
);

const { expression } = fc.letrec<{ expression: string; comparison: string }>((tie) => ({
  comparison: fc.oneof(
    fc
      .tuple(name, fc.constantFrom('=', '<>', '<', '>', '>=', '||', '@>'), literal)
      .map(([n, op, l]) => `${quote(n)} ${op} ${l}`),
    fc
      .tuple(name, fc.array(literal, { minLength: 1, maxLength: 3 }))
      .map(([n, l]) => `${quote(n)} IN (${l.join(', ')})`),
    name.map((n) => `${quote(n)} IS NOT NULL`),
  ),
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('comparison'),
    fc
      .tuple(tie('expression'), fc.constantFrom('AND', 'OR'), tie('expression'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('expression').map((a) => `NOT (${a})`),
  ),
}));

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('for any expression', () => {
  test('the canonical text is canonical itself', () => {
    fc.assert(
      fc.property(expression, (source) => {
        const canonical = canonicalExpression(source);
        expect(canonicalExpression(canonical)).toBe(canonical);
      }),
    );
  });

  test('brackets and white space say nothing', () => {
    fc.assert(
      fc.property(expression, (source) => {
        expect(canonicalExpression(` (( ${source} ))\n`)).toBe(canonicalExpression(source));
      }),
    );
  });

  test('a quoted name is read back as the same name', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(canonicalExpression(quoteIdentifier(text))).toBe(quoteIdentifier(text));
      }),
    );
  });
});
