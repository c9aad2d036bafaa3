import { z } from 'zod';

/** So many of so many; null where that was not measured. `of` may be 0: then there is nothing to cover. */
export const Share = z.object({ have: z.number().int().nonnegative(), of: z.number().int().nonnegative() });
export type Share = z.infer<typeof Share>;

const shares = {
  /** Indexes of `schema.prisma` that are there, as declared, and valid. */
  declared: Share.nullable(),
  /** The same of those that a migration or the index manifest declares. */
  strategic: Share.nullable(),
  /** Foreign keys and relations whose columns an index leads with. */
  foreignKeys: Share.nullable(),
  /** Queries whose plan no rule objects to. */
  queries: Share.nullable(),
};

/** How far indexes cover what is asked of them. */
export const IndexCoverage = z.object({
  ...shares,
  byTable: z.array(z.object({ schema: z.string(), table: z.string(), ...shares })),
  byStory: z.array(z.object({ story: z.string(), ...shares })),
});
export type IndexCoverage = z.infer<typeof IndexCoverage>;
