import { z } from 'zod';
import type { Index } from './database-schema';

/** A query that the application sends, as somebody declares it: `$1`, `$2` stand for its values. */
export const DeclaredQuery = z.strictObject({
  /** Tells it apart, and names it in findings: `latest predictions of a status`. */
  name: z.string().min(1),
  sql: z.string().min(1),
  /** Endpoints that send it, as the endpoint manifest calls them: `GET /api/analytics/patterns`. */
  endpoints: z.array(z.string()).default([]),
  story: z.string().optional(),
  /** Values for `$1`, `$2` … that the application really sends; only `driftboard bench indexes` runs the query with them. */
  parameters: z.array(z.json()).optional(),
});
export type DeclaredQuery = z.infer<typeof DeclaredQuery>;

/** An index that somebody has decided on, whatever `schema.prisma` can say of it. */
export const DeclaredIndex = z.strictObject({
  /** `CREATE INDEX …` as it would be run. */
  sql: z.string().min(1),
  /** What it is there for, in words. */
  reason: z.string().optional(),
  endpoints: z.array(z.string()).default([]),
  /** Names of declared queries. */
  queries: z.array(z.string()).default([]),
  story: z.string().optional(),
});
export type DeclaredIndex = z.infer<typeof DeclaredIndex>;

/** `driftboard.indexes.ts` or `.json`: the strategic indexes and the queries that they are there for. */
export const IndexManifest = z.strictObject({
  /** For editors; not read. */
  $schema: z.string().optional(),
  indexes: z.array(DeclaredIndex).default([]),
  queries: z.array(DeclaredQuery).default([]),
});
export type IndexManifest = z.infer<typeof IndexManifest>;
/** What a person writes: defaults may be left out. */
export type IndexManifestInput = z.input<typeof IndexManifest>;

/** A declared index with the parts that PostgreSQL's parser reads in its statement. */
export type ReadIndex = DeclaredIndex & { index: Index };

/** The index manifest as it was read: every statement is one that PostgreSQL's parser takes. */
export type ReadIndexManifest = {
  /** As sentences name it: `driftboard.indexes.ts`. */
  file: string;
  indexes: ReadIndex[];
  queries: DeclaredQuery[];
};
