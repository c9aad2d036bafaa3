import { Rehearsal } from '../../../shared/rehearsal';
import type { StoreClient } from './client';

/** Keeps an environment's newest rehearsal in the place of the one before. */
export async function keepRehearsal(
  client: StoreClient,
  environment: string,
  rehearsal: Rehearsal,
): Promise<void> {
  const { id: environmentId } = await client.environment.upsert({
    where: { name: environment },
    create: { name: environment },
    update: {},
    select: { id: true },
  });
  const kept = { startedAt: rehearsal.startedAt, body: rehearsal };
  await client.rehearsal.upsert({
    where: { environmentId },
    create: { environmentId, ...kept },
    update: kept,
  });
}

/** Null where none is kept, or another version has kept it in another form. */
export async function readRehearsal(client: StoreClient, environment: string): Promise<Rehearsal | null> {
  const row = await client.rehearsal.findFirst({ where: { environment: { name: environment } } });
  return Rehearsal.safeParse(row?.body).data ?? null;
}
