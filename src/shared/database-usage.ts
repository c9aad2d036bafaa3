import { z } from 'zod';

/*
 * How the database has been used since its statistics began: numbers of the server's own counters. They are
 * statistical, never certain: they are of one server (a replica has its own), they can be reset, and they lag.
 */

const Moment = z.string();
const Count = z.number().nonnegative();

export const TableUse = z.object({
  schema: z.string(),
  name: z.string(),
  /** Estimates of the counters; null where the server keeps none. */
  liveRows: Count.nullable(),
  deadRows: Count.nullable(),
  /** Rows written since the last ANALYZE. */
  modifiedRows: Count.nullable(),
  sequentialScans: Count.nullable(),
  indexScans: Count.nullable(),
  /** Rows since `countedSince`. */
  inserts: Count.nullable(),
  updates: Count.nullable(),
  /** Updates that touched no index. */
  hotUpdates: Count.nullable(),
  deletes: Count.nullable(),
  /** By hand or by autovacuum, whichever was later; null for never. */
  analyzedAt: Moment.nullable(),
});
export type TableUse = z.infer<typeof TableUse>;

export const IndexUse = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  scans: Count,
  /** Since PostgreSQL 16; null for never, and on older servers. */
  lastScanAt: Moment.nullable(),
  /** When it was made or last altered; null where the server does not keep the times of transactions, which is usual. */
  madeAt: Moment.nullable(),
  /** As VACUUM or ANALYZE last saw it; null where neither has. */
  sizeBytes: Count.nullable(),
  /** What a freshly built btree would take, estimated from the widths of its columns; null for small ones, and where nobody can tell. */
  leanBytes: Count.nullable(),
});
export type IndexUse = z.infer<typeof IndexUse>;

/** What ANALYZE found out about a column that a large index (`indexMinimumBytes`) begins with. */
export const ColumnUse = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  nullFraction: z.number().min(0).max(1),
});
export type ColumnUse = z.infer<typeof ColumnUse>;

export const DatabaseUsage = z.object({
  /** The server's clock. */
  now: Moment,
  /** Since when the counters count: their last reset, the crash in which they were lost, or the making of the database, whichever was last. */
  countedSince: Moment.nullable(),
  serverStartedAt: Moment.nullable(),
  /** A standby: its counters know only the queries that it served itself, and writes come from elsewhere. */
  isReplica: z.boolean(),
  /** Standbys that are attached to this server: their reads are not among these counters. Null where the user may not see. */
  replicas: z.number().int().nonnegative().nullable(),
  /** False where `track_counts` is off: then no counter means anything. */
  tracksCounts: z.boolean(),
  /** Those that hold rows or were written to; of others every counter is 0. In a database of thousands of tables, those that a rule may speak of. */
  tables: z.array(TableUse),
  /** Those of these tables. No partition, and no index of a partitioned table. */
  indexes: z.array(IndexUse),
  columns: z.array(ColumnUse),
  /** Why column statistics could not be read whole, as a sentence; null where they were. */
  columnsUnreadable: z.string().nullable(),
});
export type DatabaseUsage = z.infer<typeof DatabaseUsage>;

/** An index that somebody is building at this moment: it is not valid yet, and that is no fault. */
export const IndexBuild = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  /** As `pg_stat_progress_create_index` calls it; null where the user may not see it and only the lock tells. */
  phase: z.string().nullable(),
  /** 0 to 1; null where the server tells none. */
  done: z.number().min(0).max(1).nullable(),
});
export type IndexBuild = z.infer<typeof IndexBuild>;
