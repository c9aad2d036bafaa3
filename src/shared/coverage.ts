import { z } from 'zod';

/** So many of so many; null where that was not measured. `of` may be 0: then there is nothing to cover. */
export const Share = z.object({ have: z.number().int().nonnegative(), of: z.number().int().nonnegative() });
export type Share = z.infer<typeof Share>;

const shares = {
  /** Indexes of `schema.prisma` (`@@index`, `@@unique`, `@id`) that are there, as declared, and valid. */
  declared: Share.nullable(),
  /** The same of those that a migration or the index manifest declares. */
  strategic: Share.nullable(),
  /** Foreign keys and relations whose columns an index leads with. */
  foreignKeys: Share.nullable(),
  /** Queries whose plan no rule objects to; one that could not be planned is not among those that are covered. */
  queries: Share.nullable(),
};

/** How far indexes cover what is asked of them. */
export const IndexCoverage = z.object(shares);
export type IndexCoverage = z.infer<typeof IndexCoverage>;

/** What a run says of which nothing was measured, and what one said that was kept before there was coverage. */
export const NO_COVERAGE: IndexCoverage = {
  declared: null,
  strategic: null,
  foreignKeys: null,
  queries: null,
};

/** The same of one table. */
export const TableCoverage = IndexCoverage.extend({
  schema: z.string(),
  table: z.string(),
  story: z.string().nullable(),
});
export type TableCoverage = z.infer<typeof TableCoverage>;

/** The same of the tables of one story; null stands for those without. */
export const StoryCoverage = IndexCoverage.extend({ story: z.string().nullable() });
export type StoryCoverage = z.infer<typeof StoryCoverage>;
