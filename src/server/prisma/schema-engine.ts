import type { DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm';
import { z } from 'zod';
import { offlineAdapterFactory } from './catalogue-adapter';
import { withEngine, withPool } from './engine-session';
import { type MigrationHistory, migrationHistorySchema, migrationStatusSentence } from './migration-status';
import { readMigrationsDir } from './migrations-dir';
import {
  type SchemaFile,
  unknownPreviewFeatures,
  withoutConnectionSettings,
  withoutPreviewFeatures,
} from './schema-text';

export { SchemaEngineError } from './engine-session';
export type { MigrationHistory } from './migration-status';
export { readMigrationsDir } from './migrations-dir';
export type { SchemaFile } from './schema-text';

/** SQL that the schema engine wrote, and what had to be left out of the schema before it could read it. */
export type EngineScript = { sql: string; notes: string[] };

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * The DDL that would make an empty database into this schema, as Prisma would write it. No database is asked.
 * Throws `SchemaEngineError` for a schema that Prisma refuses.
 */
export function emptyToSchemaDdl(files: SchemaFile[]): Promise<EngineScript> {
  return diffTexts(files, (readable) => ({
    from: { tag: 'empty' },
    to: datamodel(readable),
    opened: readable,
  }));
}

/**
 * The DDL that leads from one schema to another, as Prisma would write it. No database is asked.
 * Throws `SchemaEngineError` for a schema that Prisma refuses.
 */
export async function schemaToSchemaSql(from: SchemaFile[], to: SchemaFile[]): Promise<EngineScript> {
  return diffTexts([...from, ...to], (readable) => {
    const target = readable.slice(from.length);
    return { from: datamodel(readable.slice(0, from.length)), to: datamodel(target), opened: target };
  });
}

/**
 * Applies the pending migrations of the folder and keeps `_prisma_migrations`, as `prisma migrate deploy` does.
 * Gives the names applied, in order. Throws `SchemaEngineError` when one fails or the database is not reachable.
 */
export async function applyMigrations(input: {
  databaseUrl: string;
  schemaFiles: SchemaFile[];
  migrationsDir: string;
}): Promise<string[]> {
  const { list } = await readMigrationsDir(input.migrationsDir);
  const output = await withDatabase(input, 'write', (engine) =>
    engine.applyMigrations({ migrationsList: list, filters: NO_FILTERS }),
  );
  return z.object({ appliedMigrationNames: z.array(z.string()) }).parse(output).appliedMigrationNames;
}

/**
 * The schema engine's view of the migration history, and `sentence`: what `prisma migrate status` would say.
 * Reads only, and compares names and checksums only: it looks at no table. Throws `SchemaEngineError`.
 */
export async function diagnoseMigrationHistory(input: {
  databaseUrl: string;
  schemaFiles: SchemaFile[];
  migrationsDir: string;
}): Promise<MigrationHistory & { sentence: string }> {
  const { list, migrations } = await readMigrationsDir(input.migrationsDir);
  const output = await withDatabase(input, 'read', (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: list,
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    }),
  );
  const history = migrationHistorySchema.parse(output);
  return { ...history, sentence: migrationStatusSentence(history, migrations.length) };
}

/**
 * The DDL that would bring the live database to the schema; a comment or nothing when the engine sees no difference.
 * The engine is blind to much (see docs of the checks). Reads only. Throws `SchemaEngineError`.
 */
export async function diffDatabaseToSchema(input: {
  databaseUrl: string;
  schemaFiles: SchemaFile[];
}): Promise<EngineScript> {
  return diffTexts(
    input.schemaFiles,
    (readable) => ({
      from: { tag: 'schemaDatasource', files: containers(readable), configDir: process.cwd() },
      to: datamodel(readable),
      opened: readable,
    }),
    input.databaseUrl,
  );
}

async function diffTexts(
  files: SchemaFile[],
  sides: (readable: SchemaFile[]) => { from: DiffTarget; to: DiffTarget; opened: SchemaFile[] },
  databaseUrl?: string,
): Promise<EngineScript> {
  const { output, notes } = await withReadableSchema(files, (readable) => {
    const { from, to, opened } = sides(readable);
    const work = (engine: SchemaEngine) =>
      engine.diff({ from, to, script: true, exitCode: null, filters: NO_FILTERS });
    return databaseUrl === undefined
      ? withEngine(opened, offlineAdapterFactory(), work)
      : withPool(databaseUrl, 'read', (factory) => withEngine(opened, factory, work));
  });
  const { stdout } = z.object({ stdout: z.string().nullable() }).parse(output);
  return { sql: stdout ?? '', notes };
}

/** Takes out what this Prisma refuses of older schemas: once ahead (settings), once after it has named features. */
async function withReadableSchema<T>(
  files: SchemaFile[],
  work: (readable: SchemaFile[]) => Promise<T>,
): Promise<{ output: T; notes: string[] }> {
  const first = withoutConnectionSettings(files);
  try {
    return { output: await work(first.files), notes: first.notes };
  } catch (error) {
    const unknown = unknownPreviewFeatures(error instanceof Error ? error.message : '');
    if (unknown.size === 0) throw error;
    const second = withoutPreviewFeatures(first.files, unknown);
    return { output: await work(second.files), notes: [...first.notes, ...second.notes] };
  }
}

async function withDatabase<T>(
  input: { databaseUrl: string; schemaFiles: SchemaFile[] },
  access: 'read' | 'write',
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { output } = await withReadableSchema(input.schemaFiles, (readable) =>
    withPool(input.databaseUrl, access, (factory) => withEngine(readable, factory, work)),
  );
  return output;
}

function datamodel(files: SchemaFile[]): DiffTarget {
  return { tag: 'schemaDatamodel', files: containers(files) };
}

function containers(files: SchemaFile[]) {
  return files.map((file) => ({ path: file.path, content: file.text }));
}
