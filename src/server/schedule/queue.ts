import { createHash } from 'node:crypto';
import type PgBoss from 'pg-boss';
import { z } from 'zod';
import { isStoreLost } from '../store/lost';
import { schemaOf } from '../store/postgres/client';
import type { StoreSession } from './session';

/** A run that takes longer than this is given up by the queue; that an instance died is seen by its lock, and at once. */
const EXPIRE_IN_SECONDS = 3_600;
const KEEP_SECONDS = 3_600;
/** `drift` in ASCII, and one. */
const OPENING_LOCK = 0x647269667401;
/** Between two rounds of pg-boss over what has ended. */
const MAINTENANCE_SECONDS = 600;

const Standing = z.array(
  z.object({
    id: z.string(),
    state: z.enum(['created', 'retry', 'active']),
    due: z.boolean(),
    age: z.number(),
  }),
);

/** What stands in the queue: at most one run that waits for its time, and one that is being made. */
export type QueueState = {
  waiting: { due: boolean } | null;
  active: { id: string; ageMs: number } | null;
};

export type RunQueue = {
  state(): Promise<QueueState>;
  /** Puts the next run in, so many milliseconds from now, unless one waits already. */
  next(delayMs: number): Promise<void>;
  /** Takes the run that waits away. */
  clear(): Promise<void>;
  /** Takes the run that is due, for this instance and no other; null where there is none. */
  take(): Promise<string | null>;
  done(id: string): Promise<void>;
  /** A run whose instance is no more. */
  giveUp(id: string): Promise<void>;
  close(): Promise<void>;
};

/** Where pg-boss keeps its tables: beside the store's schema, never in it. */
export const queueSchema = (storeUrl: string) => {
  const schema = schemaOf(storeUrl);
  return schema === 'public' ? 'driftboard_jobs' : `${schema.slice(0, 50)}_jobs`;
};

/**
 * The queue of an environment's runs, kept by pg-boss in the store. Its policy `stately` lets one wait and one be made, whatever
 * the instances do.
 * @throws Error where its tables cannot be made
 */
export async function openRunQueue(
  session: StoreSession,
  storeUrl: string,
  environment: string,
  onFault: (error: unknown) => void,
): Promise<RunQueue> {
  const { default: Boss } = await import('pg-boss');
  const schema = queueSchema(storeUrl);
  // Names of environments are anybody's; a queue's name is not.
  const name = `verify-${createHash('sha256').update(environment).digest('hex').slice(0, 16)}`;
  const boss: PgBoss = new Boss({
    db: { executeSql: async (text, values) => ({ rows: await session.query(text, values) }) },
    schema,
    // Times are ours: an interval with jitter and back-off is no cron expression.
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    archiveCompletedAfterSeconds: KEEP_SECONDS,
    deleteAfterSeconds: KEEP_SECONDS,
  });
  // While the store is away each of its rounds fails; the page says that already.
  boss.on('error', (error) => {
    if (session.isUp() && !isStoreLost(error)) onFault(error);
  });
  // Instances that make the same tables at once would wait for each other in a circle.
  await session.query('SELECT pg_advisory_lock($1)', [OPENING_LOCK]);
  try {
    await boss.start();
    await boss.createQueue(name, {
      name,
      policy: 'stately',
      retryLimit: 0,
      expireInSeconds: EXPIRE_IN_SECONDS,
      retentionDays: 365,
    });
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [OPENING_LOCK]).catch(() => undefined);
  }
  return {
    async state() {
      const rows = await session.query(
        `SELECT id::text, state::text, start_after <= now() AS due,
                (extract(epoch FROM now() - coalesce(started_on, created_on)) * 1000)::float8 AS age
         FROM ${schema}.job WHERE name = $1 AND state <= 'active'`,
        [name],
      );
      const jobs = Standing.parse(rows);
      const active = jobs.find(({ state }) => state === 'active');
      const waiting = jobs.find(({ state }) => state !== 'active');
      return {
        waiting: waiting === undefined ? null : { due: waiting.due },
        active: active === undefined ? null : { id: active.id, ageMs: active.age },
      };
    },
    async next(delayMs) {
      // As a span, so that the store's clock counts and not each instance's own.
      await boss.send(name, {}, { startAfter: delayMs / 1000 });
    },
    async clear() {
      await session.query(`DELETE FROM ${schema}.job WHERE name = $1 AND state < 'active'`, [name]);
    },
    async take() {
      const [job] = await boss.fetch(name);
      return job?.id ?? null;
    },
    done: (id) => boss.complete(name, id),
    giveUp: (id) => boss.fail(name, id, { reason: 'The instance that made it is no more.' }),
    close: () => boss.stop({ graceful: false, wait: false, close: false }),
  };
}
