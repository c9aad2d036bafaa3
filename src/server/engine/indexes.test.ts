import { describe, expect, test } from 'vitest';
import {
  asObserved,
  databaseSchema,
  index,
  migrationsFolder,
  table,
  unique,
} from '../../checks/testing/builders';
import type { Table } from '../../shared/database-schema';
import type { MigrationsFolder } from '../../shared/migrations';
import { indexPairs, indexRows } from './details-indexes';
import { summarize } from './summary';

const declared = databaseSchema([
  table('users', { indexes: [unique('users', ['email'])] }),
  table('goals', { indexes: [index('goals', ['userId'])] }),
]);
const strategic = index('goals', ['status'], { name: 'idx_goals_status', origin: 'migration' });
const folder = migrationsFolder(['1_init'], { indexes: [strategic] });
const ALL = ['declared-indexes', 'strategic-indexes', 'uniques'];

/** The declared database with the strategic index, but for what a test changes in its tables. */
function liveWith(change: (tables: Table[]) => Table[] = (tables) => tables) {
  const copy = asObserved(declared);
  copy.tables.find(({ name }) => name === 'goals')?.indexes.push({ ...strategic, origin: null });
  return { ...copy, tables: change(copy.tables) };
}

function judge(catalogue = liveWith(), ran = ALL, read: MigrationsFolder | null = folder) {
  const values = {
    'schema.ddl': declared,
    'database.catalogue': catalogue,
    ...(read === null ? {} : { 'migrations.folder': read }),
  };
  const judged = { checks: [], ran: new Set(ran), ignore: [] };
  return {
    figures: summarize(values, judged).indexes,
    rows: (indexPairs(values, judged) ?? []).map((pair) => [pair.either.name, pair.verdict]),
  };
}

const on = (name: string, change: (found: Table) => Table) => (tables: Table[]) =>
  tables.map((found) => (found.name === name ? change(found) : found));

describe('the figures and rows of indexes', () => {
  test('expect what the declarations ask for', () => {
    expect(judge()).toEqual({
      figures: {
        expected: 2,
        observed: 2,
        missing: [],
        coverage: 1,
        strategic: { expected: 1, observed: 1 },
      },
      rows: [
        ['users_email_key', 'pass'],
        ['goals_userId_idx', 'pass'],
        ['idx_goals_status', 'pass'],
      ],
    });
  });

  test('miss those of a table that lacks', () => {
    expect(judge(liveWith((tables) => tables.filter(({ name }) => name !== 'goals')))).toEqual({
      figures: {
        expected: 2,
        observed: 0,
        missing: ['goals_userId_idx', 'idx_goals_status'],
        coverage: 0,
        strategic: { expected: 1, observed: 0 },
      },
      rows: [
        ['users_email_key', 'pass'],
        ['goals_userId_idx', 'fail'],
        ['idx_goals_status', 'fail'],
      ],
    });
  });

  test('have no strategic part where the migrations were not read', () => {
    const { figures, rows } = judge(liveWith(), ['declared-indexes', 'uniques'], null);
    expect(figures).toMatchObject({ expected: 1, observed: 1, strategic: null });
    expect(rows).toContainEqual(['goals_userId_idx', 'pass']);
  });

  test('have no strategic part where a migration could not be read', () => {
    const part = { ...folder, unreadable: [{ name: '2_lost', reason: 'it is not there' }] };
    expect(judge(liveWith(), ALL, part).figures).toMatchObject({ expected: 1, strategic: null });
  });

  test('count what the index manifest declares beside the migrations, once', () => {
    const other = index('goals', ['title'], { name: 'goals_title', origin: 'manifest' });
    const entry = (declaredIndex: typeof other) => ({
      sql: declaredIndex.definition,
      endpoints: [],
      queries: [],
      index: declaredIndex,
    });
    const values = {
      'schema.ddl': declared,
      'database.catalogue': liveWith(),
      'migrations.folder': folder,
      'indexes.declared': {
        file: 'driftboard.indexes.ts',
        indexes: [entry({ ...strategic, origin: 'manifest' }), entry(other)],
        queries: [],
      },
    };
    const judged = { checks: [], ran: new Set(ALL), ignore: [] };
    expect(summarize(values, judged).indexes).toMatchObject({
      expected: 3,
      missing: ['goals_title'],
      strategic: { expected: 2, observed: 1 },
    });
    const rows = indexRows(indexPairs(values, judged) ?? [], undefined);
    expect(rows.map(({ name, origin, verdict }) => [name, origin, verdict])).toContainEqual([
      'goals_title',
      'strategic',
      'fail',
    ]);
  });

  test('take a unique index that is stricter for the declared one, and still show it', () => {
    const partial = unique('users', ['email'], { predicate: 'active', name: 'partial' });
    const ddl = databaseSchema([table('users', { indexes: [partial] })]);
    const catalogue = asObserved(databaseSchema([table('users', { indexes: [unique('users', ['email'])] })]));
    const rows = indexPairs(
      { 'schema.ddl': ddl, 'database.catalogue': catalogue },
      { checks: [], ran: new Set(ALL), ignore: [] },
    );
    expect(rows?.map((pair) => [pair.either.name, pair.observed?.name, pair.verdict])).toEqual([
      ['partial', 'users_email_key', 'pass'],
      ['users_email_key', 'users_email_key', 'pass'],
    ]);
  });

  test('count one of another definition as there, but not as in place', () => {
    const changed = on('goals', (found) => ({
      ...found,
      indexes: [index('goals', ['other'], { name: 'idx_goals_status' }), index('goals', ['userId'])],
    }));
    expect(judge(liveWith(changed)).figures).toEqual({
      expected: 2,
      observed: 2,
      missing: [],
      coverage: 0.5,
      strategic: { expected: 1, observed: 0 },
    });
  });

  test('do not count an invalid one as in place', () => {
    const spoilt = on('goals', (found) => ({
      ...found,
      indexes: found.indexes.map((one) => ({ ...one, valid: one.name !== strategic.name })),
    }));
    expect(judge(liveWith(spoilt)).figures).toMatchObject({
      observed: 2,
      coverage: 0.5,
      strategic: { observed: 0 },
    });
  });

  test('take one of the same definition under another name for it, as the checks do', () => {
    const renamed = on('goals', (found) => ({
      ...found,
      indexes: found.indexes.map((one) => (one.name === strategic.name ? { ...one, name: 'other' } : one)),
    }));
    const { figures, rows } = judge(liveWith(renamed));
    expect(figures).toMatchObject({ observed: 2, missing: [] });
    expect(rows).toEqual([
      ['users_email_key', 'pass'],
      ['goals_userId_idx', 'pass'],
      ['idx_goals_status', 'pass'],
    ]);
  });

  test('follow the check that owns their kind', () => {
    expect(judge(liveWith(), ['uniques'])).toEqual({
      figures: null,
      rows: [
        ['users_email_key', 'pass'],
        ['goals_userId_idx', 'unknown'],
        ['idx_goals_status', 'unknown'],
      ],
    });
    expect(judge(liveWith(), ['declared-indexes', 'strategic-indexes']).rows).toContainEqual([
      'users_email_key',
      'unknown',
    ]);
  });

  test('say nothing of an index on a table that no check looked at', () => {
    const stray = liveWith((tables) => [...tables, table('stray', { indexes: [index('stray', ['a'])] })]);
    expect(judge(stray).rows).toContainEqual(['stray_a_idx', 'unknown']);
  });
});
