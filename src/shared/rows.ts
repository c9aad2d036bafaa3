import { z } from 'zod';
import { TableCoverage } from './coverage';
import { TableKind } from './database-schema';
import { QueryOrigin } from './query-plans';
import { three } from './three';
import { Verdict } from './verdict';

/*
 * One light row for each object that a side has: enough to list, filter, group and sort. What the sides say of one
 * object is fetched when it is opened (`objects.ts`), so that 10,000 tables do not travel whole.
 */

/** Whether each side has it; null where that side was not read. */
export const Presence = three(z.boolean().nullable());
export type Presence = z.infer<typeof Presence>;

/** How many of something a side has; null where it lacks the whole object or was not read. */
export const SideCounts = three(z.number().int().nullable());
export type SideCounts = z.infer<typeof SideCounts>;

export const TableRow = z.object({
  schema: z.string(),
  name: z.string(),
  kind: TableKind,
  model: z.string().nullable(),
  story: z.string().nullable(),
  verdict: Verdict,
  findingKeys: z.array(z.string()),
  endpoints: z.array(z.string()),
  present: Presence,
  columns: SideCounts,
  foreignKeys: SideCounts,
  indexes: SideCounts,
  /** Of the database; null where it lacks the table or where nobody measured it. */
  rowEstimate: z.number().nullable(),
  sizeBytes: z.number().nullable(),
});
export type TableRow = z.infer<typeof TableRow>;

export const EnumRow = z.object({
  schema: z.string(),
  name: z.string(),
  verdict: Verdict,
  findingKeys: z.array(z.string()),
  present: Presence,
  /** In their order; null where a side lacks the enum or was not read. */
  values: three(z.array(z.string()).nullable()),
});
export type EnumRow = z.infer<typeof EnumRow>;

/** What is neither a table nor an enum; a view stands here too, for its query. */
export const OtherRow = z.object({
  kind: z.enum(['sequence', 'extension', 'view']),
  /** Empty for an extension whose place nobody names. */
  schema: z.string(),
  name: z.string(),
  verdict: Verdict,
  findingKeys: z.array(z.string()),
  present: Presence,
  /** In a few words: whose sequence it is, which version. */
  note: z.string(),
});
export type OtherRow = z.infer<typeof OtherRow>;

export const IndexRow = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  story: z.string().nullable(),
  verdict: Verdict,
  findingKeys: z.array(z.string()),
  /** `strategic`: plain SQL in a migration declares it. */
  origin: z.enum(['strategic', 'declared', 'not declared']),
  database: z.enum(['missing', 'there', 'invalid']),
  /** What it indexes and how, in a line. */
  text: z.string(),
  /** Of the database, since its statistics began; null where nobody measured it. */
  scans: z.number().nullable(),
  /** Since PostgreSQL 16; null for never, and where nobody knows. */
  lastScanAt: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  /** Rows a day that it has to be kept up for: what the table is written, since the statistics began. */
  writesADay: z.number().nullable(),
});
export type IndexRow = z.infer<typeof IndexRow>;

/** A query of the application as a list shows it; its whole text and its plan are fetched when it is opened. */
export const QueryRow = z.object({
  id: z.string(),
  name: z.string(),
  /** The beginning of its text. */
  text: z.string(),
  origin: QueryOrigin,
  endpoints: z.array(z.string()),
  story: z.string().nullable(),
  calls: z.number().nullable(),
  meanMs: z.number().nullable(),
  /** Tables that its plan reads, without those of the planner's own. */
  tables: z.array(z.string()),
  /** Of the whole plan, in the planner's unit; null where it could not be planned. */
  cost: z.number().nullable(),
  verdict: Verdict,
  /** Why it could not be planned. */
  reason: z.string().nullable(),
  findingKeys: z.array(z.string()),
});
export type QueryRow = z.infer<typeof QueryRow>;

export const RowKind = z.enum(['tables', 'enums', 'others', 'indexes', 'queries', 'coverage']);
export type RowKind = z.infer<typeof RowKind>;
export type Rows = {
  tables: TableRow;
  enums: EnumRow;
  others: OtherRow;
  indexes: IndexRow;
  queries: QueryRow;
  coverage: TableCoverage;
};

/** So many rows come in one answer: few enough that parsing them holds up no page. */
export const ROWS_A_PAGE = 500;

export type RowsPage<K extends RowKind> = { total: number; rows: Rows[K][] };

const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({ total: z.number().int().nonnegative(), rows: z.array(row).max(ROWS_A_PAGE) });

/** What `GET /api/health/runs/{number}/rows?kind=…&from=…` answers, by kind. */
export const RowsPage: { [K in RowKind]: z.ZodType<RowsPage<K>> } = {
  tables: pageOf(TableRow),
  enums: pageOf(EnumRow),
  others: pageOf(OtherRow),
  indexes: pageOf(IndexRow),
  queries: pageOf(QueryRow),
  coverage: pageOf(TableCoverage),
};
