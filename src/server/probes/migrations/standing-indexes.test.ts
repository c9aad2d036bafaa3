import { beforeAll, describe, expect, test } from 'vitest';
import { loadSqlParser } from '../../sql/parser';
import { standingIndexes } from './standing-indexes';

beforeAll(() => loadSqlParser());

const TABLE = 'CREATE TABLE t (a int, b text, c boolean);\n';

function standing(...texts: string[]) {
  return standingIndexes(texts.map((sql, number) => ({ path: `m${number}.sql`, sql })));
}

describe('the indexes that stand after all migrations', () => {
  test('have the text and the place of their statement', () => {
    const { indexes } = standing(
      TABLE,
      '-- für später\n\nCREATE INDEX i ON t (a DESC)\n  WHERE c;\nSELECT 1;',
    );
    expect(indexes).toMatchObject([
      {
        name: 'i',
        origin: 'migration',
        definition: 'CREATE INDEX i ON t (a DESC)\n  WHERE c;',
        predicate: 'c',
        source: { file: 'm1.sql', line: 3 },
      },
    ]);
  });

  test.each([
    ['DROP INDEX i', []],
    ['DROP INDEX IF EXISTS public.i, other', []],
    ['ALTER INDEX i RENAME TO j', ['j']],
    ['DROP TABLE t', []],
    ['ALTER TABLE t DROP COLUMN a', []],
    ['ALTER TABLE t DROP COLUMN b', []],
    ['ALTER TABLE t DROP COLUMN c', []],
    ['ALTER TABLE t ADD COLUMN d int', ['i']],
    ['CREATE INDEX IF NOT EXISTS i ON t (b)', ['i']],
    ['DROP SCHEMA public CASCADE', []],
    ['ALTER TABLE i RENAME TO j', ['j']],
  ])('%s', (change, names) => {
    const { indexes } = standing(`${TABLE}CREATE INDEX i ON t (a) INCLUDE (b) WHERE c;`, change);
    expect(indexes.map((index) => index.name)).toEqual(names);
  });

  test('follow their table and columns when these are renamed', () => {
    const { indexes } = standing(
      `${TABLE}CREATE INDEX i ON t (a, lower(b)) INCLUDE (b) WHERE c AND a > 1;`,
      'ALTER TABLE t RENAME COLUMN a TO x; ALTER TABLE t RENAME b TO y; ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME COLUMN c TO z;',
    );
    expect(indexes).toMatchObject([
      {
        table: 'u',
        columns: [{ name: 'x' }, { expression: 'lower(y)' }],
        include: ['y'],
        predicate: 'z AND x > 1',
      },
    ]);
  });

  test('count constraints in, and let them go', () => {
    const add = 'ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);';
    expect(standing(TABLE, add).indexes).toMatchObject([{ name: 'u', constraint: 'unique' }]);
    expect(standing(TABLE, add, 'ALTER TABLE t DROP CONSTRAINT u').indexes).toEqual([]);
  });

  test('an index on a table that nothing made, and a DO block, are told', () => {
    expect(standing('CREATE INDEX i ON nowhere (a);').notes).toEqual([expect.stringContaining('nowhere')]);
    expect(standing('DO $$ BEGIN END $$;').notes).toEqual([expect.stringMatching(/^m0\.sql:1: .*DoStmt/)]);
  });

  test('follow their schema when it is renamed', () => {
    const { indexes, notes } = standing(
      'CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE INDEX i ON s.t (a); ALTER SCHEMA s RENAME TO r;',
    );
    expect(indexes).toMatchObject([{ schema: 'r', table: 't', name: 'i' }]);
    expect(notes).toEqual([]);
  });

  test.each([
    ['SET search_path TO app, public', /search_path/],
    ["SELECT pg_catalog.set_config('search_path', 'app', false)", /search_path/],
    ['ROLLBACK', /ROLLBACK/],
    ['ROLLBACK TO SAVEPOINT s', /ROLLBACK/],
    ['ALTER SCHEMA public RENAME TO old', /default schema public/],
    ['ALTER TABLE nowhere RENAME TO somewhere', /renames nowhere/],
    ['ALTER TABLE nowhere ADD COLUMN a int', /nowhere/],
    ['DROP TYPE k CASCADE', /CASCADE/],
    ['CREATE TABLE copy (LIKE t)', /LIKE/],
    ['CREATE POLICY p ON t USING (a IN (SELECT 1))', /policy p/],
    ['CREATE POLICY p ON nowhere USING (true)', /policy on nowhere/],
    ['CREATE TRIGGER g BEFORE INSERT ON nowhere EXECUTE FUNCTION f()', /trigger on nowhere/],
    ['CREATE TABLE copy AS SELECT 1', /CREATE TABLE AS/],
    ['DO $$ BEGIN END $$', /DO block/],
    ['SELECT a INTO copy FROM t', /SELECT INTO/],
    ['SELECT make_indexes()', /make_indexes/],
  ])('%s is told, with its place', (sql, text) => {
    expect(standing(TABLE, sql).notes).toEqual([expect.stringMatching(text)]);
    expect(standing(TABLE, sql).notes[0]).toMatch(/^m1\.sql:1: .*[^.]\.$/);
  });

  test.each([
    "SELECT pg_catalog.set_config('search_path', '', false)",
    'SET search_path TO public',
    "SET search_path = 'public'",
    'SET LOCAL lock_timeout = 5000',
    'BEGIN',
    'COMMIT',
    'SELECT 1',
    "SELECT setval('s', 1)",
    'CREATE MATERIALIZED VIEW v AS SELECT 1',
    'REFRESH MATERIALIZED VIEW v',
    'CREATE POLICY p ON t USING (true)',
  ])('%s changes nothing, and is not told', (sql) => {
    expect(standing(TABLE, sql).notes).toEqual([]);
  });

  test('SQL that PostgreSQL refuses is named by file and line', () => {
    expect(() => standing(TABLE, 'SELECT 1;\nCREATE TABEL x ();')).toThrow(/^m1\.sql:2 is no SQL.*TABEL/);
  });
});
