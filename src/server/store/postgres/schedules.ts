import type { Person } from '../../../shared/people';
import { SchedulePause } from '../../../shared/schedule';
import { appendAudit } from './audit';
import type { StoreClient } from './client';

/** What all instances know of an environment's schedule. */
export type KeptSchedule = {
  paused: SchedulePause | null;
  failures: number;
  failure: string | null;
  /** ISO 8601. */
  nextAt: string | null;
};

const NOTHING: KeptSchedule = { paused: null, failures: 0, failure: null, nextAt: null };

export async function readSchedule(client: StoreClient, environment: string): Promise<KeptSchedule> {
  const row = await client.schedule.findFirst({ where: { environment: { name: environment } } });
  if (row === null) return NOTHING;
  const { pausedBy, pausedProven, pausedAt, pausedReason, failures, failure, nextAt } = row;
  const paused =
    pausedBy === null
      ? null
      : SchedulePause.parse({
          person: { name: pausedBy, proven: pausedProven },
          at: pausedAt?.toISOString(),
          reason: pausedReason,
        });
  return { paused, failures, failure, nextAt: nextAt?.toISOString() ?? null };
}

/** Keeps how the last run by itself went, and when the next one is due. */
export async function keepProgress(
  client: StoreClient,
  environment: string,
  progress: Pick<KeptSchedule, 'failures' | 'failure' | 'nextAt'>,
): Promise<void> {
  const environmentId = await idOf(client, environment);
  await client.schedule.upsert({
    where: { environmentId },
    create: { environmentId, ...progress },
    update: progress,
  });
}

/**
 * Pauses or goes on, by a person; that is kept for good.
 * @returns false where it stood so already, and nothing was done
 */
export async function decideSchedule(
  client: StoreClient,
  environment: string,
  decision: { person: Person; at: string; reason: string | null },
): Promise<boolean> {
  const environmentId = await idOf(client, environment);
  const { person, at, reason } = decision;
  const pauses = reason !== null;
  return client.$transaction(async (transaction) => {
    await transaction.schedule.upsert({ where: { environmentId }, create: { environmentId }, update: {} });
    const { count } = await transaction.schedule.updateMany({
      where: { environmentId, pausedBy: pauses ? null : { not: null } },
      data: pauses
        ? { pausedBy: person.name, pausedProven: person.proven, pausedAt: at, pausedReason: reason }
        : // Whoever lets it go on wants it to look now, however long it has not reached its target.
          {
            pausedBy: null,
            pausedProven: false,
            pausedAt: null,
            pausedReason: null,
            failures: 0,
            failure: null,
            nextAt: null,
          },
    });
    if (count === 0) return false;
    await appendAudit(transaction, {
      at,
      kind: pauses ? 'schedule.paused' : 'schedule.resumed',
      environment,
      person: person.name,
      payload: { proven: person.proven, ...(pauses ? { reason } : {}) },
    });
    return true;
  });
}

async function idOf(client: StoreClient, name: string): Promise<number> {
  const { id } = await client.environment.upsert({
    where: { name },
    create: { name },
    update: {},
    select: { id: true },
  });
  return id;
}
