import { z } from 'zod';
import { DatabaseSchema, Index } from './database-schema';
import { SourcePosition } from './finding';

/** The migrations folder: what it holds, and what its plain SQL declares beyond `schema.prisma`. */
export const MigrationsFolder = z.object({
  dir: z.string(),
  migrations: z.array(
    z.object({
      name: z.string(),
      checksum: z.string(),
      file: z.string(),
      /** Other checksums that Prisma takes for the same text: with other line ends, and as its old versions wrote them. */
      alike: z.array(z.object({ checksum: z.string(), by: z.enum(['line-ends', 'old-format']) })).optional(),
    }),
  ),
  /** `.sql` files beside the migrations that no history knows. */
  looseFiles: z.array(z.string()),
  /** What each of these does, by its path, where PostgreSQL's parser takes it. */
  looseSql: z
    .record(
      z.string(),
      z.object({
        /** The tables that it names: `public.users`. */
        tables: z.array(z.string()),
        /** What it makes or changes, each by its `placeKey`. */
        makes: z.array(z.string()),
      }),
    )
    .optional(),
  /** Indexes that stand after all migrations have been read in order (created, dropped, renamed). */
  indexes: z.array(Index),
  /** Folders that Prisma takes for migrations and whose `migration.sql` could not be read, with why. */
  unreadable: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** A sentence for each statement whose effect could not be followed: `indexes` may lack something for it. */
  notes: z.array(z.string()),
});
export type MigrationsFolder = z.infer<typeof MigrationsFolder>;

/** What the migrations make of an empty database, by running them: the third side beside schema.prisma and the live database. */
export const MigrationsReplay = z.object({
  /** As read from the shadow database, with the migration's file and line as `source` where it is known. */
  schema: DatabaseSchema,
  /** `PostgreSQL 18.4`: the server that they were replayed on. */
  server: z.string(),
  /** Names of the migrations in the order in which they were run. */
  migrations: z.array(z.string()),
  /** What the reader should know: a statement that was left out, an extension that the shadow server lacks. */
  notes: z.array(z.string()),
  /** Where each object is made, last changed or dropped, by its `placeKey`; of extensions the schema is ''. */
  places: z.record(z.string(), SourcePosition).optional(),
});
export type MigrationsReplay = z.infer<typeof MigrationsReplay>;

type PlacedKind =
  | 'table'
  | 'column'
  | 'constraint'
  | 'index'
  | 'trigger'
  | 'policy'
  | 'enum'
  | 'enum-value'
  | 'sequence'
  | 'extension';

/** Under what `places` of a replay has an object: `column public.users.email`. Views are tables; `owner` is an enum for its values. */
export function placeKey(
  kind: PlacedKind,
  schema: string,
  name: string,
  owner: string | null = null,
): string {
  return JSON.stringify(owner === null ? [kind, schema, name] : [kind, schema, owner, name]);
}

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
