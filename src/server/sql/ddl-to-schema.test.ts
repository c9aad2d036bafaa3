import { beforeAll, describe, expect, test } from 'vitest';
import { ddlToSchema } from './ddl-to-schema';
import { objectName, truncateIdentifier } from './identifier';
import { loadSqlParser } from './parser';
import { canonicalTypeText } from './type-name';

beforeAll(() => loadSqlParser());

describe('ddlToSchema', () => {
  test('names what PostgreSQL would name itself', () => {
    const { schema, notes } = ddlToSchema(`
      CREATE TABLE a (id serial PRIMARY KEY, x int UNIQUE, y text REFERENCES b (k) ON DELETE CASCADE, UNIQUE (x, y));
      CREATE INDEX ON a (x, lower(y)); CREATE INDEX ON a (x, lower(y));`);
    const [table] = schema.tables;
    expect(notes).toEqual([]);
    expect(table?.indexes.map((index) => index.name)).toEqual([
      'a_pkey',
      'a_x_key',
      'a_x_y_key',
      'a_x_lower_idx',
      'a_x_lower_idx1',
    ]);
    expect(table?.foreignKeys).toMatchObject([
      { name: 'a_y_fkey', onDelete: 'CASCADE', onUpdate: 'NO ACTION' },
    ]);
    expect(table?.columns[0]).toMatchObject({ type: 'integer', default: 'nextval', nullable: false });
  });

  test('order, nulls, method, operator class, INCLUDE and WHERE of an index', () => {
    const { schema } = ddlToSchema(`
      CREATE TABLE a (x int, y text, z text);
      CREATE UNIQUE INDEX i ON a USING btree (x DESC, y text_pattern_ops ASC NULLS FIRST, z text_ops) INCLUDE (z)
        NULLS NOT DISTINCT WHERE (x > 1);`);
    expect(schema.tables[0]?.indexes[0]).toMatchObject({
      columns: [
        { name: 'x', order: 'desc', nulls: 'first', opclass: null },
        { name: 'y', order: 'asc', nulls: 'first', opclass: 'text_pattern_ops' },
        { name: 'z', order: 'asc', nulls: 'last', opclass: null },
      ],
      include: ['z'],
      unique: true,
      nullsNotDistinct: true,
      predicate: 'x > 1',
      origin: 'schema',
    });
  });

  test('a statement that is not understood is told', () => {
    expect(ddlToSchema('CREATE DOMAIN d AS text;').notes).toEqual([
      expect.stringContaining('CreateDomainStmt'),
    ]);
  });

  test('objects without a schema belong to the one of the connection', () => {
    const { schema } = ddlToSchema(
      `CREATE TYPE "K" AS ENUM ('a'); CREATE TABLE t (k "K" DEFAULT 'a');`,
      'app',
    );
    expect(schema).toMatchObject({
      schemas: ['app'],
      enums: [{ schema: 'app' }],
      tables: [{ schema: 'app', columns: [{ type: 'app."K"' }] }],
    });
  });
});

describe('names', () => {
  test('are cut at 63 bytes, at a whole character', () => {
    expect(truncateIdentifier('x'.repeat(70))).toHaveLength(63);
    expect(truncateIdentifier(`${'x'.repeat(62)}ü`)).toBe('x'.repeat(62));
    expect(objectName('t'.repeat(60), 'c'.repeat(60), 'idx')).toBe(`${'t'.repeat(29)}_${'c'.repeat(29)}_idx`);
  });
});

describe('canonicalTypeText', () => {
  test.each([
    ['VARCHAR(255)', 'character varying(255)'],
    ['character varying', 'character varying'],
    ['TIMESTAMP(3)', 'timestamp(3) without time zone'],
    ['timestamptz', 'timestamp with time zone'],
    ['TIME(0) WITH TIME ZONE', 'time(0) with time zone'],
    ['DECIMAL(10)', 'numeric(10,0)'],
    ['numeric(10,2)[]', 'numeric(10,2)[]'],
    ['FLOAT', 'double precision'],
    ['REAL', 'real'],
    ['INT', 'integer'],
    ['bool', 'boolean'],
    ['CHAR', 'character(1)'],
    ['bpchar', 'bpchar'],
    ['"char"', '"char"'],
    ['BIT(3)', 'bit(3)'],
    ['varbit', 'bit varying'],
    ['interval', 'interval'],
    ['interval(3)', 'interval(3)'],
    ['interval day to second(3)', 'interval day to second(3)'],
    ['jsonb', 'jsonb'],
    ['JSON', 'json'],
    ['text[][]', 'text[]'],
    ['public."Goal"', '"Goal"'],
    ['"other"."Goal"[]', 'other."Goal"[]'],
    ['vector(1536)', 'vector(1536)'],
    ['kind', 'kind'],
  ])('%s', (text, canonical) => {
    expect(canonicalTypeText(text)).toBe(canonical);
  });
});
