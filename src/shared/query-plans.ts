import { z } from 'zod';

/** Where a query was taken from: the server's own list, the application's Prisma log, or the index manifest. */
export const QueryOrigin = z.enum(['pg_stat_statements', 'prisma-log', 'manifest']);
export type QueryOrigin = z.infer<typeof QueryOrigin>;

/** One node of a plan, as EXPLAIN names it, with what is judged and drawn. */
export type PlanNode = {
  /** `Seq Scan`, `Index Scan`, `Index Only Scan`, `Bitmap Heap Scan`, `Sort`, `Nested Loop`, … */
  type: string;
  schema: string | null;
  table: string | null;
  /** How the query calls the table: conditions name its columns by it. */
  alias: string | null;
  index: string | null;
  /** Rows that the planner expects it to give, and the whole cost up to here. */
  rows: number;
  cost: number;
  /** Rows that a scan reads before its filter throws some away; null for what is no scan, and where nobody could tell. */
  rowsRead: number | null;
  /** What the index itself looks up; null where it is none. */
  indexCondition: string | null;
  /** What is thrown away after reading. */
  filter: string | null;
  /** What rows of two sides are matched by. */
  joinCondition: string | null;
  sortKeys: string[];
  /** Of an incremental sort: the keys that came in order already. */
  presortedKeys: string[];
  children: PlanNode[];
};
export const PlanNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    type: z.string(),
    schema: z.string().nullable(),
    table: z.string().nullable(),
    alias: z.string().nullable(),
    index: z.string().nullable(),
    rows: z.number(),
    cost: z.number(),
    rowsRead: z.number().nullable(),
    indexCondition: z.string().nullable(),
    filter: z.string().nullable(),
    joinCondition: z.string().nullable(),
    sortKeys: z.array(z.string()),
    presortedKeys: z.array(z.string()),
    children: z.array(PlanNode),
  }),
);

/** An index that would serve a query, and what came of trying it. */
export const IndexProposal = z.object({
  schema: z.string(),
  table: z.string(),
  columns: z.array(
    z.object({ name: z.string(), order: z.enum(['asc', 'desc']), nulls: z.enum(['first', 'last']) }),
  ),
  /** The WHERE of a partial one; null for a whole one. */
  predicate: z.string().nullable(),
  /** A paste-ready statement (concurrently). */
  sql: z.string(),
  /** What it would take on disk, as estimated where it was tried; null where nobody could tell. */
  sizeBytes: z.number().nullable(),
  /** Where it was tried: as a hypothetical index, or on a copy of the structure with its statistics; null where nowhere. */
  triedBy: z.enum(['hypopg', 'shadow']).nullable(),
  /** Why it was not tried, as a sentence; null where it was. */
  untriedBecause: z.string().nullable(),
  /** The plan's cost before and with it; null where it was not tried. */
  costBefore: z.number().nullable(),
  costAfter: z.number().nullable(),
  /** Whether the plan takes it up; null where it was not tried. */
  taken: z.boolean().nullable(),
});
export type IndexProposal = z.infer<typeof IndexProposal>;

export const PlannedQuery = z.object({
  /** Stable between runs: of its normalised text. */
  id: z.string(),
  /** Its declared name, or its first words. */
  name: z.string(),
  sql: z.string(),
  origin: QueryOrigin,
  endpoints: z.array(z.string()),
  story: z.string().nullable(),
  /** Of pg_stat_statements; null elsewhere. */
  calls: z.number().nullable(),
  meanMs: z.number().nullable(),
  /** Null where it could not be planned, which `unplanned` explains. */
  plan: PlanNode.nullable(),
  /** A sentence; null where it was planned. */
  unplanned: z.string().nullable(),
  /** Why its plan says nothing yet, as a sentence: its tables are small. Null where it is judged, and where there is no plan. */
  unjudged: z.string().nullable(),
  proposals: z.array(IndexProposal),
});
export type PlannedQuery = z.infer<typeof PlannedQuery>;

/** How many rows the planner reckons a table to have, by its size now: what a plan's cost stands on. */
export const PlannedTable = z.object({ schema: z.string(), name: z.string(), rows: z.number() });
export type PlannedTable = z.infer<typeof PlannedTable>;

export const QueryPlans = z.object({
  queries: z.array(PlannedQuery),
  /** Each table that a plan reads. */
  tables: z.array(PlannedTable),
  /** How many each source gave; null with why where it could not be read or is not there. */
  sources: z.array(
    z.object({ origin: QueryOrigin, queries: z.number().int().nullable(), reason: z.string().nullable() }),
  ),
});
export type QueryPlans = z.infer<typeof QueryPlans>;
