import { bindMigrationAwareSqlAdapterFactory, type ErrorRegistry } from '@prisma/driver-adapter-utils';
import type { DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { z } from 'zod';
import { catalogueAdapterFactory, offlineAdapterFactory } from './catalogue-adapter';
import { type MigrationHistory, migrationHistorySchema, migrationStatusSentence } from './migration-status';
import { readMigrationsDir } from './migrations-dir';
import { loadSchemaEngine, takePanic } from './schema-engine-wasm';
import {
  type SchemaFile,
  unknownPreviewFeatures,
  withoutConnectionSettings,
  withoutPreviewFeatures,
} from './schema-text';

export type { MigrationHistory } from './migration-status';
export { type MigrationFile, readMigrationsDir } from './migrations-dir';
export type { SchemaFile } from './schema-text';

/** SQL that the schema engine wrote, and what had to be left out of the schema before it could read it. */
export type EngineScript = { sql: string; notes: string[] };

/** What the schema engine could not do, as a sentence; `code` is Prisma's (P1012 …) where it gave one. */
export class SchemaEngineError extends Error {
  override readonly name = 'SchemaEngineError';
  constructor(
    message: string,
    readonly code: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const NO_FILTERS = { externalTables: [], externalEnums: [] };
const CONNECT_TIMEOUT_MS = 5_000;
const READ_STATEMENT_TIMEOUT_MS = 60_000;

/**
 * The DDL that would make an empty database into this schema, as Prisma would write it. No database is asked.
 * Throws `SchemaEngineError` for a schema that Prisma refuses.
 */
export function emptyToSchemaDdl(files: SchemaFile[]): Promise<EngineScript> {
  return diffTexts(files, (readable) => [{ tag: 'empty' }, datamodel(readable)]);
}

/**
 * The DDL that leads from one schema to another, as Prisma would write it. No database is asked.
 * Throws `SchemaEngineError` for a schema that Prisma refuses.
 */
export async function schemaToSchemaSql(from: SchemaFile[], to: SchemaFile[]): Promise<EngineScript> {
  const before = withoutConnectionSettings(from);
  const script = await diffTexts(to, (readable) => [datamodel(before.files), datamodel(readable)]);
  return { sql: script.sql, notes: [...before.notes, ...script.notes] };
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
    (readable) => [
      { tag: 'schemaDatasource', files: containers(readable), configDir: process.cwd() },
      datamodel(readable),
    ],
    input.databaseUrl,
  );
}

async function diffTexts(
  files: SchemaFile[],
  targets: (readable: SchemaFile[]) => [from: DiffTarget, to: DiffTarget],
  databaseUrl?: string,
): Promise<EngineScript> {
  const { output, notes } = await withReadableSchema(files, (readable) => {
    const [from, to] = targets(readable);
    const work = (engine: SchemaEngine) =>
      engine.diff({ from, to, script: true, exitCode: null, filters: NO_FILTERS });
    return databaseUrl === undefined
      ? withEngine(readable, offlineAdapterFactory(), work)
      : withPool(databaseUrl, 'read', (factory) => withEngine(readable, factory, work));
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

async function withPool<T>(
  databaseUrl: string,
  access: 'read' | 'write',
  work: (factory: ReturnType<typeof catalogueAdapterFactory>) => Promise<T>,
): Promise<T> {
  const { connectionString, schema } = connectionFor(databaseUrl, access);
  const pool = new pg.Pool({ connectionString, max: 2, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while idle is reported by the next query; unhandled it would end the process.
  pool.on('error', () => undefined);
  try {
    return await work(catalogueAdapterFactory(pool, schema));
  } finally {
    await pool.end();
  }
}

/** Settings travel in the URL because pg lets the URL win over its other options. */
function connectionFor(databaseUrl: string, access: 'read' | 'write') {
  if (!URL.canParse(databaseUrl)) {
    throw new SchemaEngineError(
      'The database URL cannot be parsed: it must look like postgresql://user:password@host:5432/name, with special characters percent-encoded.',
      null,
    );
  }
  const url = new URL(databaseUrl);
  const schema = url.searchParams.get('schema') ?? undefined;
  for (const prismaOnly of ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer']) {
    url.searchParams.delete(prismaOnly);
  }
  url.searchParams.set('application_name', 'driftboard');
  if (access === 'read') {
    const settings = `-c default_transaction_read_only=on -c statement_timeout=${READ_STATEMENT_TIMEOUT_MS}`;
    url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} ${settings}`.trim());
  }
  // URLSearchParams writes a space as "+", which pg would keep as it stands.
  return { connectionString: url.href.replaceAll('+', '%20'), schema };
}

async function withEngine<T>(
  files: SchemaFile[],
  factory: ReturnType<typeof catalogueAdapterFactory>,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const engineClass = await loadSchemaEngine();
  const datamodels = files.map((file): [string, string] => [file.path, file.text]);
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const engine = await engineClass.new({ datamodels }, () => undefined, bound);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    throw asEngineError(error, bound.errorRegistry);
  }
}

function asEngineError(error: unknown, registry: ErrorRegistry): SchemaEngineError {
  const panic = takePanic();
  if (panic !== null) {
    return new SchemaEngineError(`Prisma's schema engine gave up: ${panic}`, null, { cause: error });
  }
  // An error thrown by the adapter crosses the engine as a number; the registry has the original.
  const text = error instanceof Error ? error.message : String(error);
  const id = /External error id#(\d+)/.exec(text)?.[1];
  const original = id === undefined ? error : (registry.consumeError(Number(id))?.error ?? error);
  const message = original instanceof Error ? original.message : String(original);
  const code = z.object({ code: z.string() }).safeParse(original);
  return new SchemaEngineError(message, code.success ? code.data.code : null, { cause: original });
}

function datamodel(files: SchemaFile[]): DiffTarget {
  return { tag: 'schemaDatamodel', files: containers(files) };
}

function containers(files: SchemaFile[]) {
  return files.map((file) => ({ path: file.path, content: file.text }));
}
