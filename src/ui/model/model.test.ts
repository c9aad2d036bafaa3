import { describe, expect, test } from 'vitest';
import type { RunRecord } from '@/shared/details';
import { indexText } from '@/shared/object-text';
import { fixtureState, type Scenario } from '../fixtures';
import { index, tableDetail, tableSides } from '../fixtures/tables';
import { failuresFirst, historyOf } from './endpoints';
import { boardOf, reasonsFor } from './findings';
import { tableDiff } from './table-diff';
import { groupBars, tilesOf } from './tiles';

const NOTHING_UNREAD = { schema: null, migrations: null, database: null };

function latest(scenario: Scenario): RunRecord {
  const record = fixtureState(scenario).latest;
  if (record === null) throw new Error(`The fixture ${scenario} has no run.`);
  return record;
}

describe('the board of the overview', () => {
  test('shows a root cause with its symptoms as one row, and nothing twice', () => {
    const board = boardOf(latest('stale-client').report);
    expect(board.causes).toHaveLength(1);
    expect(board.causes[0]?.symptoms).toHaveLength(5);
    expect(board.errors).toEqual([]);
    expect(board.warnings.map(({ finding }) => finding.rule)).toEqual(['index.missing']);
  });

  test('puts checks that failed for one reason together, and counts none of them as passed', () => {
    const { report } = latest('unreachable');
    const board = boardOf(report);
    expect(board.unknown).toHaveLength(1);
    expect(board.unknown[0]?.checks).toHaveLength(8);
    expect(board.passed).toHaveLength(report.checks.length - 8);
    expect(reasonsFor(report, ['schema'])).toHaveLength(1);
  });
});

describe('the tiles', () => {
  test('never give a figure that was not measured', () => {
    const tiles = tilesOf(latest('unreachable').report, [], null);
    const database = tiles.find((tile) => tile.id === 'database');
    expect(database?.verdict).toBe('unknown');
    expect(database?.figures.every((figure) => figure.text === null)).toBe(true);
  });

  test('are unknown without any check; the cache is not configured then', () => {
    const report = { ...latest('green').report, checks: [] };
    expect(tilesOf(report, [], null).map((tile) => tile.verdict)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'skipped',
    ]);
  });

  test('count what is expected and there, not what is merely there', () => {
    const { report } = latest('green');
    const tables = { expected: 67, observed: 67, missing: ['users'], unexpected: ['users_old'] };
    const [database] = tilesOf({ ...report, summary: { ...report.summary, tables } }, [], null);
    expect(database?.figures[0]?.text).toBe('66/67 tables, 1 unexpected');
  });

  test('give no figure of strategic indexes where the migrations were not read', () => {
    const { report } = latest('green');
    const text = (strategic: { expected: number; observed: number } | null) => {
      const { indexes } = report.summary;
      if (indexes === null) throw new Error('The fixture has no indexes.');
      const summary = { ...report.summary, indexes: { ...indexes, strategic } };
      const tile = tilesOf({ ...report, summary }, [], null).find(({ id }) => id === 'indexes');
      return tile?.figures.find(({ what }) => what === 'strategic')?.text;
    };
    expect(text({ expected: 27, observed: 27 })).toBe('27/27 strategic in place');
    expect(text(null)).toBeNull();
  });

  test('leave a gap where a run did not judge the group', () => {
    const run = fixtureState('green').runs[0];
    if (run === undefined) throw new Error('The fixture has no run.');
    expect(groupBars([{ ...run, groups: {} }], ['client'])[0]?.verdict).toBeNull();
  });
});

describe('routes', () => {
  test('that fail come first', () => {
    const rows = failuresFirst(latest('stale-client').details.endpoints ?? []);
    expect(rows.slice(0, 4).map((row) => row.verdict)).toEqual(['fail', 'fail', 'fail', 'pass']);
  });

  test('have their verdict since the first run of an unbroken row', () => {
    const { runs } = fixtureState('stale-client');
    const route = (id: string) => ({ id, budgetMs: 500, coldBudgetMs: null });
    const history = historyOf(route('GET /api/analytics/struggle-predictions'), runs);
    expect(history.since).toBe(runs.at(-4)?.startedAt);
    expect(history.points.map(({ latencyMs }) => latencyMs)).toContain(null);
    expect(historyOf(route('GET /nowhere'), runs).since).toBeNull();
  });
});

describe('the sides of a table', () => {
  test('stand by name, in the order of the schema, and what only the database has last', () => {
    const sides = tableSides('struggle_predictions', 1, false);
    const last = sides.database.columns[0];
    if (last === undefined) throw new Error('The fixture has no columns.');
    const database = { ...sides.database, columns: [...sides.database.columns, { ...last, name: 'extra' }] };
    const [columns] = tableDiff({ ...sides, database }, NOTHING_UNREAD);
    expect(columns?.rows.at(-1)).toMatchObject({
      name: 'extra',
      state: 'differs',
      cells: { schema: { kind: 'none', odd: false }, database: { kind: 'text', odd: true } },
    });
    expect(columns?.rows.slice(0, -1).every((row) => row.state === 'equal')).toBe(true);
  });

  test('find the dropped column and the constraint that nobody declares', () => {
    const { sides } = tableDetail('struggle_predictions', true);
    const differing = tableDiff(sides, NOTHING_UNREAD).map(({ title, rows }) => [
      title,
      rows.filter((row) => row.state === 'differs').map((row) => row.name),
    ]);
    expect(Object.fromEntries(differing)).toMatchObject({
      Columns: ['score'],
      'Check constraints': ['status_is_known'],
      Indexes: [],
    });
  });

  test('do not take an index in plain SQL for something that schema.prisma lacks', () => {
    const { sides } = tableDetail('users', false);
    const indexes = tableDiff(sides, NOTHING_UNREAD).find((part) => part.title === 'Indexes');
    const strategic = indexes?.rows.find((row) => row.name.includes('status'));
    expect(strategic).toMatchObject({ state: 'equal', cells: { schema: { kind: 'silent' } } });
  });

  test('say that nothing was compared where the migrations were not read', () => {
    const { sides } = tableDetail('struggle_predictions', true);
    const parts = tableDiff({ ...sides, migrations: null }, { ...NOTHING_UNREAD, migrations: 'Not set.' });
    const checks = parts.find((part) => part.title === 'Check constraints');
    expect(checks?.rows).toMatchObject([{ state: 'alone', cells: { migrations: { kind: 'silent' } } }]);
    expect(parts[0]?.rows.find((row) => row.name === 'score')?.state).toBe('differs');
  });

  test('put what differs in its name alone into one line', () => {
    const sides = tableSides('users', 1, false);
    const database = { ...sides.database, primaryKey: { name: 'users_key', columns: ['id'] } };
    const key = tableDiff({ ...sides, database }, NOTHING_UNREAD).find(
      (part) => part.title === 'Primary key',
    );
    expect(key?.rows).toMatchObject([{ name: 'users_pkey / users_key', state: 'equal' }]);
  });

  test('tell indexes apart that only differ in order, INCLUDE, predicate or validity', () => {
    const plain = index('t', ['a']);
    const variants = [
      plain,
      { ...plain, include: ['b'] },
      { ...plain, predicate: 'a > 0' },
      { ...plain, valid: false },
      {
        ...plain,
        columns: plain.columns.map((each) => ({ ...each, order: 'desc' as const, nulls: 'first' as const })),
      },
    ];
    expect(new Set(variants.map(indexText)).size).toBe(variants.length);
  });
});
