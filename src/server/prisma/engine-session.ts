import { bindMigrationAwareSqlAdapterFactory, type ErrorRegistry } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { z } from 'zod';
import { redact } from '@/shared/redact';
import { catalogueAdapterFactory } from './catalogue-adapter';
import { postgresUrl, UNREADABLE_URL } from './connection-url';
import { readOnlyQueries } from './read-only-queries';
import { hasPanicked, loadSchemaEngine, orPanic, takePanic } from './schema-engine-wasm';
import type { SchemaFile } from './schema-text';

const CONNECT_TIMEOUT_MS = 5_000;
const READ_STATEMENT_TIMEOUT_MS = 60_000;

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

/**
 * Work on a pool of at most 2 connections that ends with it. `read` cannot write: the server refuses.
 */
export async function withPool<T>(
  databaseUrl: string,
  access: 'read' | 'write',
  work: (factory: ReturnType<typeof catalogueAdapterFactory>) => Promise<T>,
): Promise<T> {
  const { connectionString, schema, pooled } = connectionFor(databaseUrl, access);
  const pool = new pg.Pool({ connectionString, max: 2, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while idle is reported by the next query; unhandled it would end the process.
  pool.on('error', () => undefined);
  try {
    const reached = pooled && access === 'read' ? readOnlyQueries(pool, READ_STATEMENT_TIMEOUT_MS) : pool;
    return await work(catalogueAdapterFactory(reached, schema));
  } finally {
    await pool.end();
  }
}

/**
 * The address and the schema for pg, from a URL as Prisma knows it, and whether PgBouncer stands between.
 * Throws `SchemaEngineError` when it is no URL.
 */
export function connectionFor(databaseUrl: string, access: 'read' | 'write') {
  const settings: Record<string, string | number> =
    access === 'read'
      ? { default_transaction_read_only: 'on', statement_timeout: READ_STATEMENT_TIMEOUT_MS }
      : {};
  const made = postgresUrl(databaseUrl, settings);
  if (made === null) throw new SchemaEngineError(UNREADABLE_URL, null);
  const schema = new URL(databaseUrl).searchParams.get('schema') ?? undefined;
  return { connectionString: made.connectionString, schema, pooled: made.pooled };
}

/** Work with an engine that is freed after it. Every failure comes out as a `SchemaEngineError`. */
export async function withEngine<T>(
  files: SchemaFile[],
  factory: ReturnType<typeof catalogueAdapterFactory>,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const engineClass = await loadSchemaEngine();
  const datamodels = files.map((file): [string, string] => [file.path, file.text]);
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const engine = await orPanic(engineClass.new({ datamodels }, () => undefined, bound));
    const output = await orPanic(work(engine)).catch((error: unknown) => {
      // After a panic the engine's memory is lost; freeing would throw over the reason.
      if (!hasPanicked()) engine.free();
      throw error;
    });
    engine.free();
    return output;
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
  const message = readable(original instanceof Error ? original.message : String(original));
  const code = z.object({ code: z.string() }).safeParse(original);
  return new SchemaEngineError(redact(message), code.success ? code.data.code : null, { cause: original });
}

/** Without the engine's own stack, whose one useful line says which migration it was. */
function readable(message: string): string {
  const [text = message] = message.replace(/^external connector error\n/, '').split(/\n\s+0: /);
  const migration = /migration_name="([^"]+)"/.exec(message)?.[1];
  return migration === undefined ? text.trim() : `The migration ${migration} failed. ${text.trim()}`;
}
