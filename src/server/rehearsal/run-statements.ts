import pg from 'pg';
import type { Rehearsal, RepairPlan } from '../../shared/rehearsal';
import { messageOf } from '../embedded/errors';
import type { Shadow } from '../shadow';

const EXTENSION =
  /^CREATE EXTENSION (?:IF NOT EXISTS )?"((?:[^"]|"")*)"(?: (?:WITH )?SCHEMA "((?:[^"]|"")*)")?;$/;

export type RunTools = {
  shadow: Shadow;
  signal: AbortSignal;
  /** Of each statement. */
  timeoutMs: number;
  /** Where names without a schema are looked up. */
  defaultSchema: string;
  log(text: string): void;
  progress(done: number, total: number): void;
};

/**
 * The statements of a plan, one after the other and each by itself, so that one which fails does not hide what becomes
 * of the rest.
 */
export async function runStatements(
  plan: RepairPlan,
  { shadow, signal, timeoutMs, defaultSchema, log, progress }: RunTools,
): Promise<Rehearsal['statements']> {
  const client = new pg.Client({ connectionString: shadow.url });
  client.on('error', () => undefined);
  await client.connect();
  const done: Rehearsal['statements'] = [];
  try {
    const path = `${client.escapeIdentifier(defaultSchema)}, public`;
    await client.query(`SET search_path = ${path}; SET statement_timeout = ${timeoutMs}`);
    for (const { sql } of plan.statements) {
      signal.throwIfAborted();
      const begun = performance.now();
      const error = await run(client, shadow, sql);
      done.push({ sql, ok: error === null, durationMs: performance.now() - begun, error });
      if (error !== null) log(`refused: ${error} — ${sql}`);
      progress(done.length, plan.statements.length);
    }
    return done;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function run(client: pg.Client, shadow: Shadow, sql: string): Promise<string | null> {
  const extension = EXTENSION.exec(sql);
  try {
    // Some extensions only a superuser may make, which the owner of the copy is not.
    if (extension !== null) {
      const [, name = '', schema] = extension.map((part) => part?.replaceAll('""', '"'));
      await shadow.createExtension(name, schema ?? null);
    } else await client.query(sql);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
