import { nameOf } from '../../../checks/support/names';
import { objectionsTo } from '../../../checks/support/plan-judgement';
import { quoteName, quoteObject } from '../../../checks/support/sql-text';
import type { DatabaseSchema, Table } from '../../../shared/database-schema';
import type { PlanNode, PlannedQuery, PlannedTable, QueryPlans } from '../../../shared/query-plans';
import type { Thresholds } from '../../../shared/thresholds';
import type { GatheredQuery } from './gather';
import { type Planner, PlanRefused } from './planner';
import { proposalsFor } from './propose';
import { readQuery } from './query-text';
import { readPlan } from './read-plan';

/** More queries than these are told, and not planned. */
export const QUERIES_MAX = 200;

export type PlanningLimits = { untilMs: number };

/**
 * Plans each query, with how many rows its scans read, and proposes indexes where there is something to object to.
 * @param limits `performance.now()` until when plans are asked for; what is left is told as not planned
 */
export async function explainQueries(
  queries: readonly GatheredQuery[],
  planner: Planner,
  catalogue: DatabaseSchema,
  { thresholds, untilMs }: PlanningLimits & { thresholds: Thresholds },
): Promise<Pick<QueryPlans, 'queries' | 'tables'>> {
  const rows = new Map<string, PlannedTable>();
  const live = new Map(catalogue.tables.map((table) => [nameOf(table), table]));
  const planned: PlannedQuery[] = [];
  for (const [place, query] of queries.entries()) {
    const late =
      place >= QUERIES_MAX
        ? `Only the first ${QUERIES_MAX} queries are planned.`
        : performance.now() > untilMs
          ? 'The time for planning was over before it: raise --timeout-ms.'
          : null;
    planned.push(await explainOne(query, late, { planner, rows, live, thresholds }));
  }
  return { queries: planned, tables: [...rows.values()] };
}

type Tools = {
  planner: Planner;
  rows: Map<string, PlannedTable>;
  live: ReadonlyMap<string, Table>;
  thresholds: Thresholds;
};

async function explainOne(query: GatheredQuery, late: string | null, tools: Tools): Promise<PlannedQuery> {
  const { text, refused, ...known } = query;
  const told = { ...known, plan: null, unplanned: null, unjudged: null, proposals: [] };
  if (text === null) return { ...told, unplanned: `It is not planned: ${refused}.` };
  if (late !== null) return { ...told, unplanned: late };
  let plan: PlanNode;
  try {
    plan = readPlan(await tools.planner.explain(text));
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    return { ...told, unplanned: refusalInWords(error) };
  }
  await countTables(plan, tools);
  const unjudged = whyUnjudged(plan, tools);
  if (unjudged !== null) return { ...told, plan, unjudged };
  await countRead(plan, tools);
  const objections = objectionsTo(plan, [...tools.rows.values()], tools.thresholds);
  const proposals = objections.flatMap((objection) => {
    const table = tools.live.get(nameOf({ schema: objection.schema, name: objection.table }));
    return table === undefined ? [] : proposalsFor(objection, table);
  });
  const distinct = [...new Map(proposals.map((proposal) => [proposal.sql, proposal])).values()];
  return { ...told, plan, proposals: distinct };
}

function refusalInWords({ message, code }: PlanRefused): string {
  const said = message.replace(/\.?$/, '');
  if (code === '42P18') return `PostgreSQL cannot plan it: ${said}; write its type, as in $1::text.`;
  if (code === '42501') return `PostgreSQL does not plan it for this user: ${said}; grant SELECT on it.`;
  if (code === '57014' || code === '55P03')
    return 'Planning it took too long, or waited for a lock of somebody else: see whether a schema change goes on there.';
  return `PostgreSQL does not plan it: ${said}.`;
}

/** How many rows the planner reckons each table of a plan to have: its own estimate, from the size that the table has now. */
async function countTables(plan: PlanNode, { planner, rows }: Tools): Promise<void> {
  for (const { schema, table } of nodesOf(plan)) {
    if (schema === null || table === null) continue;
    const name = nameOf({ schema, name: table });
    if (rows.has(name)) continue;
    const count = await rowsOf(planner, `SELECT FROM ${quoteObject({ schema, name: table })}`);
    if (count !== null) rows.set(name, { schema, name: table, rows: count });
  }
}

/** What a scan reads before its filter: all of a table, or what its index condition alone would find. */
async function countRead(plan: PlanNode, { planner, rows }: Tools): Promise<void> {
  for (const node of nodesOf(plan)) {
    const { schema, table, alias, filter, indexCondition } = node;
    if (schema === null || table === null) continue;
    if (node.type === 'Seq Scan' || indexCondition === null)
      node.rowsRead = rows.get(nameOf({ schema, name: table }))?.rows ?? null;
    else if (filter === null) node.rowsRead = node.rows;
    else {
      const from = `${quoteObject({ schema, name: table })} AS ${quoteName(alias ?? table)}`;
      node.rowsRead = await rowsOf(planner, `SELECT FROM ${from} WHERE ${indexCondition}`);
    }
  }
}

/** @returns null where it is not planned alone: the condition of an inner side names the outer one */
async function rowsOf(planner: Planner, sql: string): Promise<number | null> {
  const text = readQuery(sql);
  if ('refused' in text) return null;
  try {
    return readPlan(await planner.explain(text)).rows;
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    return null;
  }
}

function whyUnjudged(plan: PlanNode, { rows, thresholds }: Tools): string | null {
  const names = nodesOf(plan).flatMap(({ schema, table }) =>
    schema === null || table === null ? [] : [nameOf({ schema, name: table })],
  );
  if (names.length === 0) return 'It reads no table.';
  const limit = thresholds.largeTableRows;
  if (names.some((name) => (rows.get(name)?.rows ?? 0) >= limit)) return null;
  return `Its tables hold fewer than ${limit.toLocaleString('en')} rows each, of which any plan is good: look where the data are as many as in production.`;
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...plan.children.flatMap(nodesOf)];
}
