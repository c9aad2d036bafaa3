import type { IndexProposal, PlanNode, PlannedQuery, QueryPlans } from '../../shared/query-plans';

/** A node on public.goals; `over` changes what matters. */
export function planNode(type: string, over: Partial<PlanNode> = {}): PlanNode {
  const { table = 'goals', ...others } = over;
  return {
    type,
    schema: table === null ? null : 'public',
    table,
    alias: table,
    index: null,
    rows: 1,
    cost: 2_000,
    rowsRead: null,
    indexCondition: null,
    filter: null,
    joinCondition: null,
    sortKeys: [],
    presortedKeys: [],
    children: [],
    ...others,
  };
}

/** A declared query of GET /api/goals. */
export function plannedQuery(over: Partial<PlannedQuery>): PlannedQuery {
  return {
    id: 'q1',
    name: 'goals of a user',
    sql: 'SELECT * FROM goals WHERE "userId" = $1',
    origin: 'manifest',
    endpoints: ['GET /api/goals'],
    story: '5.2',
    calls: null,
    meanMs: null,
    plan: null,
    unplanned: null,
    unjudged: null,
    proposals: [],
    ...over,
  };
}

/** Queries on a table goals of so many rows. */
export function plansOf(queries: PlannedQuery[], rows: number): QueryPlans {
  return {
    queries,
    tables: [{ schema: 'public', name: 'goals', rows }],
    sources: [{ origin: 'manifest', queries: queries.length, reason: null }],
  };
}

/** An index on columns of goals that was not tried. */
export function proposal(columns: readonly string[], over: Partial<IndexProposal> = {}): IndexProposal {
  return {
    schema: 'public',
    table: 'goals',
    columns: columns.map((name) => ({ name, order: 'asc', nulls: 'last' })),
    predicate: null,
    sql: `CREATE INDEX CONCURRENTLY ON goals (${columns.join(', ')});`,
    sizeBytes: null,
    triedBy: null,
    untriedBecause: 'There is nowhere to try it.',
    costBefore: null,
    costAfter: null,
    taken: null,
    ...over,
  };
}
