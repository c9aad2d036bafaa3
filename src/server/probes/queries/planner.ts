import type pg from 'pg';
import { z } from 'zod';
import { redact } from '../../../shared/redact';
import { connectionConfig } from '../catalogue/connection';
import { asDatabaseError } from '../catalogue/database-error';
import { connectWire, type SessionOptions } from '../catalogue/wire';
import type { QueryText } from './query-text';
import { ExplainAnswer } from './read-plan';

/** The server's refusal to plan a query, in its own words. */
export class PlanRefused extends Error {
  override readonly name = 'PlanRefused';
  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code: string,
  ) {
    super(message);
  }
}

export type Planner = {
  /** @throws PlanRefused where the server does not plan it; DatabaseError where it does not answer */
  explain(query: Pick<QueryText, 'text' | 'parameters'>): Promise<ExplainAnswer>;
  /** Runs one statement of ours between plans: for hypothetical indexes. @throws PlanRefused, DatabaseError */
  ask<T>(sql: string, row: z.ZodType<T>): Promise<T[]>;
  close(): Promise<void>;
};

/** A plan is made in milliseconds; one that waits for somebody's lock is given up soon. */
const PLANNING_MS = 2_000;
const LOCK_MS = 500;

const RELEASE = 'ROLLBACK TO SAVEPOINT begun';
const NAME = 'driftboard_plan';

const Refusal = z.object({ code: z.string().length(5), message: z.string() });

/**
 * A connection of its own that plans and never executes. Its one transaction is READ ONLY; each text goes to the server as
 * `PREPARE … AS`, in the protocol that takes one statement only, and is planned by EXPLAIN without ANALYZE as the generic
 * plan: that is the plan for values that are not known. Locks go after each plan, and READ COMMITTED holds no snapshot that
 * the building of an index would wait for.
 * @param schema of the connection: names without one are looked up there first
 * @throws DatabaseError
 */
export async function openPlanner(options: SessionOptions, schema: string): Promise<Planner> {
  const { config, target } = connectionConfig(options.databaseUrl, options.timeoutMs);
  const wire = connectWire(config, target, options);
  const { client } = wire;
  const values = {
    statement_timeout: String(Math.min(options.timeoutMs, PLANNING_MS)),
    lock_timeout: String(LOCK_MS),
    plan_cache_mode: 'force_generic_plan',
    // With NULL as a value EXPLAIN would show no partition at all.
    enable_partition_pruning: 'off',
    // Parallel plans tell rows of one worker, and the cost is what a query on a busy server pays.
    max_parallel_workers_per_gather: '0',
    standard_conforming_strings: 'on',
  };
  const settings = Object.entries(values).map(([name, value]) => `SET LOCAL ${name} = '${value}'`);
  try {
    await wire.limited('connecting', client.connect());
    const path = `SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(${client.escapeLiteral(schema)}) || ', ' || pg_catalog.current_setting('search_path'), true)`;
    const begin = ['BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY', ...settings, path, 'SAVEPOINT begun'];
    await wire.limited('beginning to plan', client.query(begin.join('; ')));
  } catch (error) {
    wire.cut();
    throw asDatabaseError(error, target);
  }

  async function refusable<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await wire.limited('planning a query', work());
    } catch (error) {
      await wire.recover();
      const refusal = Refusal.safeParse(error);
      // Class 57 and 08: the server or the connection goes away, and not this query is to blame; but for the time limit.
      if (refusal.success && !/^(57P|08)/.test(refusal.data.code))
        throw new PlanRefused(redact(refusal.data.message), refusal.data.code);
      throw asDatabaseError(error, target);
    }
  }

  return {
    explain: ({ text, parameters }) =>
      refusable(async () => {
        // The extended protocol: the server itself refuses a second statement.
        await client.query(oneStatement(`PREPARE ${NAME} AS ${text}`));
        const nulls = parameters === 0 ? '' : `(${Array(parameters).fill('NULL').join(', ')})`;
        try {
          const { rows } = await client.query(`EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE ${NAME}${nulls}`);
          return Answered.parse(rows)[0]['QUERY PLAN'];
        } finally {
          await client.query(`${RELEASE}; DEALLOCATE ${NAME}`);
        }
      }),
    ask: (sql, row) =>
      refusable(async () => {
        const { rows } = await client.query(oneStatement(sql));
        return z.array(row).parse(rows);
      }),
    close: () => wire.end(),
  };
}

const Answered = z.tuple([z.object({ 'QUERY PLAN': ExplainAnswer })]);

function oneStatement(text: string): pg.QueryConfig & { queryMode: 'extended' } {
  return { text, queryMode: 'extended' };
}
