import { CLEARING_LOCK } from './add';
import type { StoreClient, Transaction } from './client';

/** Held by the instance that clears away; the others leave it to that one. */
const RETENTION_LOCK = 0x647269667472;
const DAY_MS = 86_400_000;

export type Retention = {
  now: Date;
  /** Of each environment. */
  maxRuns: number;
  maxDays: number;
  /** Older than this, of a stretch of runs that found the same only the first and the last stay. */
  thinDays: number;
  /** Not again within this time, by whichever instance. */
  everyMs: number;
};

/** Rows that went. */
export type Cleared = { tooOld: number; tooMany: number; thinned: number; parts: number };

/**
 * Clears old runs away. The newest run of each environment stays, and the last green one, and whatever a sign-off names.
 * @returns null where it is not the time, or another instance is at it
 */
export function clearAway(client: StoreClient, retention: Retention): Promise<Cleared | null> {
  return client.$transaction(
    async (transaction) => {
      const { now, everyMs } = retention;
      const [turn] = await transaction.$queryRaw<
        { mine: boolean }[]
      >`SELECT pg_try_advisory_xact_lock(${RETENTION_LOCK}::bigint) AS mine`;
      if (turn?.mine !== true) return null;
      const recent = new Date(now.getTime() - everyMs);
      const due = await transaction.environment.findMany({
        where: { lastNumber: { gt: 0 }, OR: [{ prunedAt: null }, { prunedAt: { lte: recent } }] },
        select: { id: true },
      });
      if (due.length === 0) return null;
      const cleared: Cleared = { tooOld: 0, tooMany: 0, thinned: 0, parts: 0 };
      for (const { id } of due) await clearEnvironment(transaction, id, retention, cleared);
      const runs = cleared.tooOld + cleared.tooMany + cleared.thinned;
      if (runs > 0) cleared.parts = await clearUnused(transaction);
      return cleared;
    },
    { maxWait: 5_000, timeout: 120_000 },
  );
}

async function clearEnvironment(
  transaction: Transaction,
  id: number,
  { now, maxRuns, maxDays, thinDays }: Retention,
  cleared: Cleared,
): Promise<void> {
  const oldest = new Date(now.getTime() - maxDays * DAY_MS);
  const thinBefore = new Date(now.getTime() - thinDays * DAY_MS);
  cleared.tooOld += await transaction.$executeRaw`
    DELETE FROM runs r USING environments e
    WHERE e.id = ${id} AND r.environment_id = e.id AND r.started_at < ${oldest}
      AND r.number NOT IN (e.last_number, coalesce(e.last_green_number, 0))
      AND NOT EXISTS (SELECT 1 FROM sign_offs s WHERE s.run_id = r.id)`;
  cleared.thinned += await transaction.$executeRaw`
    DELETE FROM runs r USING environments e, (
      SELECT k.id, s.state_hash AS state,
        lag(s.state_hash) OVER in_order AS before, lead(s.state_hash) OVER in_order AS after
      FROM runs k JOIN snapshots s ON s.id = k.snapshot_id WHERE k.environment_id = ${id}
      WINDOW in_order AS (ORDER BY k.number)
    ) row
    WHERE row.id = r.id AND e.id = ${id} AND row.state = row.before AND row.state = row.after
      AND r.started_at < ${thinBefore} AND r.number <> coalesce(e.last_green_number, 0)
      AND NOT EXISTS (SELECT 1 FROM sign_offs s WHERE s.run_id = r.id)`;
  cleared.tooMany += await transaction.$executeRaw`
    DELETE FROM runs r USING environments e
    WHERE e.id = ${id} AND r.environment_id = e.id
      AND r.number < (
        SELECT k.number FROM runs k WHERE k.environment_id = ${id}
        ORDER BY k.number DESC OFFSET ${maxRuns - 1} LIMIT 1
      )
      AND r.number <> coalesce(e.last_green_number, 0)
      AND NOT EXISTS (SELECT 1 FROM sign_offs s WHERE s.run_id = r.id)`;
  const first = await transaction.run.aggregate({ where: { environmentId: id }, _min: { number: true } });
  const ended = { environmentId: id, lastNumber: { lt: first._min.number ?? 0 } };
  await transaction.findingSpan.deleteMany({ where: ended });
  await transaction.checkSpan.deleteMany({ where: ended });
  await transaction.incident.deleteMany({
    where: { environmentId: id, endedNumber: { lt: first._min.number ?? 0 } },
  });
  await transaction.happening.deleteMany({ where: { environmentId: id, at: { lt: oldest } } });
  await transaction.job.deleteMany({ where: { environmentId: id, startedAt: { lt: oldest } } });
  await transaction.environment.update({ where: { id }, data: { prunedAt: now } });
}

/** What no run names any more. No run is added meanwhile, since it might name just that. */
async function clearUnused(transaction: Transaction): Promise<number> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${CLEARING_LOCK}::bigint)`;
  await transaction.$executeRaw`
    DELETE FROM snapshots s WHERE NOT EXISTS (SELECT 1 FROM runs r WHERE r.snapshot_id = s.id)`;
  await transaction.$executeRaw`
    DELETE FROM findings f WHERE NOT EXISTS (SELECT 1 FROM finding_spans s WHERE s.finding_id = f.id)`;
  return transaction.$executeRaw`
    DELETE FROM parts p WHERE NOT EXISTS (
      SELECT 1 FROM (SELECT DISTINCT unnest(parts) AS id FROM snapshots) used WHERE used.id = p.id)`;
}
