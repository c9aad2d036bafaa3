import { describe, expect, it } from 'vitest';
import { queryPlans } from './query-plans';
import { column, databaseSchema, index, prismaSchemaOf, table } from './testing/builders';
import { planNode, plannedQuery, plansOf, proposal } from './testing/plan-builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sqlOf } from './testing/sides';

const ROWS = 100_000;
const goals = table('goals', { columns: [column('id'), column('userId'), column('status'), column('at')] });
const seqScan = planNode('Seq Scan', { rows: 50, rowsRead: ROWS, filter: `(goals."userId" = $1)` });
const latest = planNode('Limit', {
  table: null,
  rows: 20,
  children: [
    planNode('Sort', {
      table: null,
      rows: ROWS,
      sortKeys: ['goals.at DESC'],
      children: [planNode('Seq Scan', { rows: ROWS, rowsRead: ROWS })],
    }),
  ],
});
const filtered = planNode('Index Scan', {
  index: 'goals_status_idx',
  rows: 40,
  rowsRead: 30_000,
  indexCondition: '(goals.status = $1)',
  filter: `(goals."userId" = $2)`,
});
const tried = {
  triedBy: 'hypopg',
  untriedBecause: null,
  costBefore: 2_000,
  costAfter: 12,
  taken: true,
} as const;

/** What the check sees of one query on a table of so many rows. */
const seen = (plan: Parameters<typeof plannedQuery>[0], rows = ROWS, on = goals) => ({
  'queries.plans': plansOf([plannedQuery(plan)], rows),
  'database.catalogue': databaseSchema([on]),
});

describe('query-plans', () => {
  it('passes where an index serves the query', () => {
    const plan = planNode('Index Scan', { rows: 50, rowsRead: 50, indexCondition: '(goals."userId" = $1)' });
    expect(runCheck(queryPlans, seen({ plan }))).toEqual({ compared: 1, findings: [] });
  });

  it.each([
    [
      'query.sequential-scan',
      seqScan,
      'userId',
      /reads 100,000 rows of public.goals in sequence for about 50/,
    ],
    ['query.sort', latest, 'at', /sorts 100,000 rows/],
    ['query.filter', filtered, 'userId', /throws 29,960 of them away/],
  ])('finds %s, and names the index', (rule, plan, key, message) => {
    const query = { plan, proposals: [proposal([key], tried)] };
    const finding = onlyFinding(runCheck(queryPlans, seen(query)));
    expect(finding).toMatchObject({
      key: `${rule}:public.goals:q1`,
      severity: 'warning',
      affects: ['GET /api/goals'],
      expected: `an index on goals (${key})`,
    });
    expect(finding.message).toMatch(message);
    expect(finding.message).toContain('from 2,000 to 12');
    expect(sqlOf(finding)).toBe(
      `CREATE INDEX CONCURRENTLY "goals_${key}_idx" ON "public"."goals" USING btree ("${key}");`,
    );
  });

  it('shows the @@index with its place', () => {
    const schema = prismaSchemaOf(databaseSchema([goals]));
    const [file] = schema.files;
    const lines = ['model Goals {', '  id String @id', '  userId String', '}'];
    if (file !== undefined) file.text = lines.join('\n');
    const observed = {
      ...seen({ plan: seqScan, proposals: [proposal(['userId'])] }),
      'schema.prisma': schema,
    };
    expect(onlyFinding(runCheck(queryPlans, observed)).accept).toEqual({
      file: 'prisma/schema.prisma',
      line: 3,
      action: 'insert',
      text: '  @@index([userId], map: "goals_userId_idx")',
    });
  });

  it.each([
    ['the table is small', { plan: seqScan, proposals: [proposal(['userId'], tried)] }, 9_000],
    [
      'the index was tried and not taken up',
      { plan: seqScan, proposals: [proposal(['userId'], { ...tried, taken: false })] },
      ROWS,
    ],
    [
      'the index was tried and saves little',
      { plan: seqScan, proposals: [proposal(['userId'], { ...tried, costAfter: 1_900 })] },
      ROWS,
    ],
    ['most rows are kept', { plan: { ...seqScan, rows: 70_000 }, proposals: [proposal(['userId'])] }, ROWS],
    [
      'an index was not tried, and many rows are kept',
      { plan: { ...seqScan, rows: 30_000 }, proposals: [proposal(['userId'])] },
      ROWS,
    ],
    [
      'a limit is filled at once',
      {
        plan: planNode('Limit', { table: null, rows: 10, children: [{ ...seqScan, rows: 40_000 }] }),
        proposals: [proposal(['userId'], tried)],
      },
      ROWS,
    ],
    ['everything is read without a condition', { plan: { ...seqScan, rows: ROWS, filter: null } }, ROWS],
    [
      'a sort of all rows is wanted whole',
      { plan: latest.children[0] ?? latest, proposals: [proposal(['at'])] },
      ROWS,
    ],
    [
      'few rows are thrown away',
      { plan: { ...filtered, rowsRead: 900 }, proposals: [proposal(['userId'])] },
      ROWS,
    ],
  ])('says nothing where %s', (_why, query, rows) => {
    expect(keysOf(runCheck(queryPlans, seen(query, rows)))).toEqual([]);
  });

  it('tells a scan that no index helps as information', () => {
    const plan = { ...seqScan, filter: "(goals.status ~~ '%x'::text)" };
    const finding = onlyFinding(runCheck(queryPlans, seen({ plan })));
    expect([finding.severity, finding.remedy.kind]).toEqual(['info', 'note']);
  });

  it('says that nobody can say, where a partial index serves some values', () => {
    const partial = index('goals', ['userId'], { predicate: `"userId" = 'u1'` });
    const query = { plan: seqScan, proposals: [proposal(['userId'])] };
    const result = runCheck(queryPlans, seen(query, ROWS, { ...goals, indexes: [partial] }));
    expect(result.findings).toEqual([]);
    expect(result.leftOut).toContain('a partial index serves them for some values');
  });

  it('is never green for plans of small tables, nor for what was not planned or read', () => {
    const unjudged = 'Its tables hold fewer than 10,000 rows each.';
    const small = runCheck(queryPlans, seen({ plan: seqScan, unjudged }));
    expect([small.compared, small.nothingToCompare]).toEqual([0, expect.stringContaining(unjudged)]);
    const none = runCheck(queryPlans, seen({ plan: null, unplanned: 'It is not planned: no SQL.' }));
    expect(none.unknown).toContain('no SQL');
    const broken = seen({ plan: seqScan });
    broken['queries.plans'].sources = [{ origin: 'manifest', queries: null, reason: 'It cannot be read.' }];
    expect(runCheck(queryPlans, broken).unknown).toBe('It cannot be read.');
    const some = { plan: null, unplanned: 'It is not planned.', id: 'q2', name: 'odd' };
    const plans = plansOf([plannedQuery({ plan: { ...seqScan, rows: 70_000 } }), plannedQuery(some)], ROWS);
    expect(runCheck(queryPlans, { 'queries.plans': plans })).toMatchObject({
      compared: 1,
      leftOut: expect.stringContaining('1 not planned (odd: It is not planned)'),
    });
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    const observed = seen({ plan: seqScan, proposals: [proposal(['userId'])] });
    expect(keysOf(runCheck(queryPlans, observed, ['goals']))).toEqual([]);
    expectNeeds(queryPlans, observed);
  });
});
