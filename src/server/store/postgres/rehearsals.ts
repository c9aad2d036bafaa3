import { Rehearsal } from '../../../shared/rehearsal';
import type { StoreClient } from './client';

/** One whose findings take more stays in the process that made it. */
const MOST_CHARACTERS = 4_000_000;

/** Keeps an environment's newest rehearsal in the place of the one before: instances may rehearse side by side. */
export async function keepRehearsal(
  client: StoreClient,
  environment: string,
  rehearsal: Rehearsal,
): Promise<void> {
  const body = JSON.stringify(rehearsal);
  if (body.length > MOST_CHARACTERS) return;
  const { id } = await client.environment.upsert({
    where: { name: environment },
    create: { name: environment },
    update: {},
    select: { id: true },
  });
  await client.$executeRaw`
    INSERT INTO rehearsals (environment_id, started_at, body)
    VALUES (${id}, ${rehearsal.startedAt}::timestamptz, ${body}::jsonb)
    ON CONFLICT (environment_id) DO UPDATE SET started_at = excluded.started_at, body = excluded.body
    WHERE rehearsals.started_at <= excluded.started_at`;
}

/**
 * The newest rehearsal, where it is newer than one that is known already.
 * @returns null where there is none, or another version has kept it in another form
 */
export async function readRehearsal(
  client: StoreClient,
  environment: string,
  than: string | null,
): Promise<Rehearsal | null> {
  const row = await client.rehearsal.findFirst({
    where: { environment: { name: environment }, ...(than === null ? {} : { startedAt: { gt: than } }) },
  });
  return Rehearsal.safeParse(row?.body).data ?? null;
}
