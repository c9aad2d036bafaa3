import { z } from 'zod';

/** Whether runs are being recorded, and what of them is not. */
export const Recording = z.object({
  /** `none`: no store is configured; `opening`: it is being connected; `away`: runs go on in memory until it is back. */
  state: z.enum(['none', 'opening', 'on', 'away']),
  /** Since when it is away, ISO 8601. */
  since: z.string().nullable(),
  /** A sentence; null where it is on or just opening. */
  reason: z.string().nullable(),
  /** Runs that wait in memory to be recorded when the store is back. */
  waiting: z.number().int().nonnegative(),
  /** Runs that will never be recorded: too many had to wait, or the store refused them. */
  lost: z.object({ runs: z.number().int(), from: z.string(), to: z.string() }).nullable(),
});
export type Recording = z.infer<typeof Recording>;

/** How much the store holds. */
export const StoreSizes = z.object({
  totalBytes: z.number().int(),
  tables: z.array(z.object({ name: z.string(), bytes: z.number().int(), rows: z.number().int() })),
  environments: z.array(
    z.object({
      name: z.string(),
      runs: z.number().int(),
      oldest: z.string().nullable(),
      newest: z.string().nullable(),
      lastNumber: z.number().int(),
      prunedAt: z.string().nullable(),
    }),
  ),
});
export type StoreSizes = z.infer<typeof StoreSizes>;

/** What `GET /api/health/store` answers; sizes are null where the store is not reached. */
export const StoreState = z.object({ recording: Recording, note: z.string(), sizes: StoreSizes.nullable() });
export type StoreState = z.infer<typeof StoreState>;
