import { z } from 'zod';

/**
 * Where a rule by statistics begins to speak. Each is a setting: `thresholds` of the settings file, or
 * `--threshold name=value`. Fractions go from 0 to 1.
 */
export const Thresholds = z.strictObject({
  /** Statistics that are younger prove nothing of what is unused (pgdoctor and PgHero hold a week, too). */
  statisticsMinimumDays: z.number().nonnegative().default(7),
  /** Indexes on tables with fewer rows are not called unused: the planner reads so small a table whole anyway. */
  usedTableMinimumRows: z.number().int().nonnegative().default(1_000),
  /** An index with fewer scans a day than this, and … */
  rarelyUsedScansPerDay: z.number().nonnegative().default(10),
  /** … at least so many writes for each scan is called rarely used. */
  rarelyUsedWritesPerScan: z.number().nonnegative().default(100),
  /** From this share of nulls in its first column on, a whole (not partial) index is called null-heavy. */
  nullHeavyFraction: z.number().min(0).max(1).default(0.5),
  /** Smaller indexes are called neither null-heavy nor bloated: nothing would be won. */
  indexMinimumBytes: z.number().int().nonnegative().default(10_000_000),
  /** From this share of pages that a freshly built index would not need on, an index is called bloated. */
  bloatFraction: z.number().min(0).max(1).default(0.5),
  /** From this share of rows changed since ANALYZE on, statistics are called stale. */
  staleFraction: z.number().min(0).default(0.2),
  /** Tables with fewer rows may have stale statistics: a plan over them is cheap either way. */
  staleMinimumRows: z.number().int().nonnegative().default(1_000),
  /** A table with at least so many rows is large: a plan that reads it whole is a finding. */
  largeTableRows: z.number().int().nonnegative().default(10_000),
  /** A plan that sorts, or throws away after the index, at least so many rows is a finding. */
  plannedRows: z.number().int().nonnegative().default(1_000),
  /** A missing index is proposed where it would save at least this share of the plan's cost. */
  proposedGainFraction: z.number().min(0).max(1).default(0.3),
  /** A warm read has to be at least so many times as fast as a cold one. */
  cacheMinimumGain: z.number().min(1).default(1.5),
  /** Below this share of hits, once enough was asked, a cache does not work. */
  cacheMinimumHitRate: z.number().min(0).max(1).default(0.5),
  /** So many lookups have to have been made before the share of hits says anything. */
  cacheMinimumLookups: z.number().int().nonnegative().default(1_000),
  /** A cold answer that comes sooner says nothing of the cache: the way to the application is then most of its time. */
  cacheColdMinimumMs: z.number().nonnegative().default(10),
  /** From this share of lookups that pushed another entry out on, a cache is called too small. */
  cacheEvictedFraction: z.number().min(0).default(0.05),
});
export type Thresholds = z.infer<typeof Thresholds>;

export const DEFAULT_THRESHOLDS: Thresholds = Thresholds.parse({});
