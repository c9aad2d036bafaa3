import { expect, test } from 'vitest';
import {
  asObserved,
  databaseSchema,
  index,
  migrationsFolder,
  table,
  unique,
} from '../../checks/testing/builders';
import type { Observed } from '../../checks/types';
import type { Finding } from '../../shared/finding';
import type { PlanNode, PlannedQuery } from '../../shared/query-plans';
import type { CheckReport } from '../../shared/report';
import { coverageOf, coverageParts } from './coverage';
import { queryRows } from './query-rows';

const declared = databaseSchema([
  table('users', { indexes: [unique('users', ['email'])] }),
  table('goals', { indexes: [index('goals', ['userId'])] }),
]);
const strategic = index('goals', ['status'], { name: 'idx_goals_status', origin: 'migration' });
const ALL = ['declared-indexes', 'strategic-indexes', 'query-plans'];

function node(tableName: string, children: PlanNode[] = []): PlanNode {
  return {
    type: 'Seq Scan',
    schema: 'public',
    table: tableName,
    alias: null,
    index: null,
    rows: 1,
    cost: 12,
    rowsRead: null,
    indexCondition: null,
    filter: null,
    joinCondition: null,
    sortKeys: [],
    presortedKeys: [],
    children,
  };
}

function query(name: string, plan: PlanNode | null): PlannedQuery {
  return {
    id: `id of ${name}`,
    name,
    sql: `SELECT *\n  FROM ${name}`,
    origin: 'manifest',
    endpoints: ['GET /api/goals'],
    story: '5.2',
    calls: null,
    meanMs: null,
    plan,
    unplanned: plan === null ? 'It has no table of the watched schemas.' : null,
    unjudged: null,
    proposals: [],
  };
}

function against(name: string, tableName: string): CheckReport {
  const finding: Finding = {
    key: `query.sequential-scan:${name}`,
    rule: 'query.sequential-scan',
    severity: 'warning',
    impact: 'performance',
    subject: { kind: 'query', schema: 'public', table: tableName, name },
    message: 'It reads goals whole.',
    expected: 'an index',
    observed: 'Seq Scan',
    remedy: { kind: 'note', text: 'CREATE INDEX …' },
    causedBy: [],
    affects: [],
  };
  return {
    id: 'query-plans',
    group: 'indexes',
    title: 'Plans',
    verdict: 'warn',
    compared: 1,
    durationMs: 1,
    reason: null,
    findings: [finding],
    needs: [],
  };
}

function values(change: Partial<Observed> = {}): Partial<Observed> {
  const live = asObserved(declared);
  live.tables.find(({ name }) => name === 'goals')?.indexes.push({ ...strategic, origin: null });
  return {
    'schema.ddl': declared,
    'database.catalogue': live,
    'migrations.folder': migrationsFolder(['1_init'], { indexes: [strategic] }),
    'queries.plans': {
      queries: [
        query('whole', node('goals', [node('users')])),
        query('well', node('users')),
        query('odd', null),
      ],
      tables: [],
      sources: [{ origin: 'manifest', queries: 3, reason: null }],
    },
    ...change,
  };
}

const judged = (ran = ALL, checks: CheckReport[] = []) => ({ checks, ran: new Set(ran), ignore: [] });
const found = judged(ALL, [against('id of whole', 'goals')]);

test('counts keys, unique ones and plain ones, the strategic apart, and queries by what is said of their plans', () => {
  expect(coverageOf(values(), found)).toEqual({
    // Two primary keys, one unique, one plain.
    declared: { have: 4, of: 4 },
    strategic: { have: 1, of: 1 },
    foreignKeys: null,
    // One has a finding, one could not be planned: neither is covered.
    queries: { have: 1, of: 3 },
  });
});

test('what is invalid, or of a table that lacks, is not there', () => {
  const live = asObserved(declared);
  const spoilt = {
    ...live,
    tables: live.tables
      .filter(({ name }) => name !== 'users')
      .map((found) => ({ ...found, indexes: found.indexes.map((each) => ({ ...each, valid: false })) })),
  };
  expect(coverageOf(values({ 'database.catalogue': spoilt }), found)).toMatchObject({
    declared: { have: 0, of: 4 },
    strategic: { have: 0, of: 1 },
  });
});

test('what was not measured is null, never nothing of nothing', () => {
  const { 'schema.ddl': _ddl, ...blind } = values();
  expect(coverageOf(blind, judged(['declared-indexes']))).toEqual({
    declared: null,
    strategic: null,
    foreignKeys: null,
    queries: null,
  });
  expect(coverageParts(blind, judged(['declared-indexes']))).toBeNull();
  expect(coverageOf(values(), judged([])).declared).toBeNull();
});

test('by table a query counts where its plan reads, and by story once', () => {
  const parts = coverageParts(values(), found);
  expect(parts?.byTable.map((row) => [row.table, row.declared, row.strategic, row.queries])).toEqual([
    ['goals', { have: 2, of: 2 }, { have: 1, of: 1 }, { have: 0, of: 1 }],
    ['users', { have: 2, of: 2 }, { have: 0, of: 0 }, { have: 2, of: 2 }],
  ]);
  expect(parts?.byStory.map((row) => [row.story, row.declared, row.queries])).toEqual([
    ['5.2', { have: 0, of: 0 }, { have: 1, of: 3 }],
    [null, { have: 4, of: 4 }, { have: 0, of: 0 }],
  ]);
});

test('a row for each query: judged, not planned, or nothing against it', () => {
  expect(queryRows(values(), found)).toMatchObject([
    { name: 'whole', text: 'SELECT * FROM whole', verdict: 'warn', tables: ['goals', 'users'], cost: 12 },
    { name: 'well', verdict: 'pass', findingKeys: [] },
    { name: 'odd', verdict: 'unknown', cost: null, reason: 'It has no table of the watched schemas.' },
  ]);
  expect(queryRows({}, found)).toBeNull();
});
