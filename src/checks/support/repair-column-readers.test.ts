import { describe, expect, it } from 'vitest';
import type { Table } from '../../shared/database-schema';
import { column, table } from '../testing/builders';
import { columnReaders } from './repair-column-readers';

const view = (name: string, query: string | null): Table => ({
  ...table(name, { columns: [column('id')], primaryKey: null }),
  kind: 'view',
  query,
});

const goals = table('goals', {
  columns: [
    column('id'),
    column('title'),
    column('short', { generated: 'stored', default: '"left"(title, 1)' }),
    column('other', { generated: 'stored', default: 'upper(id)' }),
  ],
});

const sqlOf = (tables: readonly Table[], columns: readonly string[], types: readonly string[] = []) => {
  const [own = goals] = tables;
  const { before, after, obstacles } = columnReaders(tables, own, columns, types);
  return { before: before.map(({ sql }) => sql), after: after.map(({ sql }) => sql), obstacles };
};

describe('what reads a column', () => {
  it('is dropped from the top, and made again from the ground', () => {
    const plain = { ...goals, columns: goals.columns.slice(0, 2) };
    const views = [
      view('high', 'SELECT id FROM low'),
      view('low', 'SELECT id, title FROM goals'),
      view('aside', 'SELECT id FROM goals'),
    ];
    expect(sqlOf([plain, ...views], ['title'])).toEqual({
      before: ['DROP VIEW "public"."high";', 'DROP VIEW "public"."low";'],
      after: [
        'CREATE VIEW "public"."low" AS SELECT id, title FROM goals;',
        'CREATE VIEW "public"."high" AS SELECT id FROM low;',
      ],
      obstacles: [],
    });
  });

  it('is left alone where it reads another column', () => {
    const { before, after } = sqlOf([goals, view('ids', 'SELECT id FROM goals')], ['name']);
    expect([before, after]).toEqual([[], []]);
  });

  it('takes what reads a generated column with it', () => {
    const { before, after } = sqlOf([goals, view('shorts', 'SELECT short FROM goals')], ['title']);
    expect(before).toEqual([
      'DROP VIEW "public"."shorts";',
      'ALTER TABLE "public"."goals" DROP COLUMN "short";',
    ]);
    expect(after).toEqual([
      'ALTER TABLE "public"."goals" ADD COLUMN "short" text GENERATED ALWAYS AS ("left"(title, 1)) STORED NOT NULL;',
      'CREATE VIEW "public"."shorts" AS SELECT short FROM goals;',
    ]);
  });

  it('says what stands in the way and is not moved', () => {
    const keyed: Table = {
      ...goals,
      kind: 'partitioned table',
      primaryKey: { name: 'goals_pkey', columns: ['id', 'short'] },
    };
    const { before, obstacles } = sqlOf([keyed, view('dark', null)], ['title']);
    expect(before).toEqual([]);
    expect(obstacles).toEqual([
      expect.stringContaining('Generated column short reads it and is part of a key'),
      expect.stringContaining('The queries of public.dark were not read'),
      expect.stringContaining('partition key'),
    ]);
  });

  it('finds a view by the name of a type that is made anew', () => {
    const named = view('named', `SELECT 'A'::"State" AS state`);
    expect(sqlOf([goals, named], ['nothing'], ['State']).before).toEqual(['DROP VIEW "public"."named";']);
  });
});
