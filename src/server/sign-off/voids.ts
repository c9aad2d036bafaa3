import { z } from 'zod';
import { type SignOff, Voided } from '../../shared/sign-off';
import { lockEnvironment } from '../store/postgres/add';
import { appendAudit } from '../store/postgres/audit';
import type { StoreClient, Transaction } from '../store/postgres/client';

const Payload = Voided.extend({ signOff: z.string() });

/** What made which decision void, as it is kept: by the id of the decision. A row of another form says nothing. */
export async function readVoids(client: Transaction, environment: string): Promise<Map<string, Voided>> {
  const rows = await client.auditEvent.findMany({
    where: { environment, kind: 'sign-off.voided' },
    orderBy: { sequence: 'asc' },
    select: { payload: true },
  });
  return new Map(
    rows.flatMap(({ payload }) => {
      const parsed = Payload.safeParse(payload);
      if (!parsed.success) return [];
      const { signOff, ...voided } = parsed.data;
      return [[signOff, voided] as const];
    }),
  );
}

/** Keeps that a decision is void, for good: the run that made it so is cleared away some day. Once, whoever finds it. */
export async function keepVoid(client: StoreClient, signOff: SignOff, voided: Voided): Promise<void> {
  const { environment, id } = signOff;
  await client.$transaction(async (transaction) => {
    await lockEnvironment(transaction, environment);
    if ((await readVoids(transaction, environment)).has(id)) return;
    await appendAudit(transaction, {
      at: new Date().toISOString(),
      kind: 'sign-off.voided',
      environment,
      person: null,
      payload: { signOff: id, ...voided },
    });
  });
}
