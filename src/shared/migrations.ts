import { z } from 'zod';
import { Index } from './database-schema';

/** The migrations folder: what it holds, and what its plain SQL declares beyond `schema.prisma`. */
export const MigrationsFolder = z.object({
  dir: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string(), file: z.string() })),
  /** `.sql` files beside the migrations that no history knows. */
  looseFiles: z.array(z.string()),
  /** Indexes that stand after all migrations have been read in order (created, dropped, renamed). */
  indexes: z.array(Index),
  /** Folders that Prisma takes for migrations and whose `migration.sql` could not be read, with why. */
  unreadable: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** A sentence for each statement whose effect could not be followed: `indexes` may lack something for it. */
  notes: z.array(z.string()),
});
export type MigrationsFolder = z.infer<typeof MigrationsFolder>;

export const MigrationHistory = z.object({
  /** Whether `_prisma_migrations` exists. */
  present: z.boolean(),
  rows: z.array(
    z.object({
      name: z.string(),
      checksum: z.string(),
      startedAt: z.string(),
      finishedAt: z.string().nullable(),
      rolledBackAt: z.string().nullable(),
      appliedSteps: z.number().int(),
      logs: z.string().nullable(),
    }),
  ),
});
export type MigrationHistory = z.infer<typeof MigrationHistory>;

/** What Prisma's own schema engine says of the history: the verdict of `prisma migrate status`. */
export const EngineDiagnosis = z.object({
  upToDate: z.boolean(),
  sentence: z.string(),
});
export type EngineDiagnosis = z.infer<typeof EngineDiagnosis>;
