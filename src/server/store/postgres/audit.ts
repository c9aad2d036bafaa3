import type { z } from 'zod';
import { AuditEvent } from '../../../shared/audit';
import { BEGINNING, hashOf } from '../../audit/chain';
import type { Transaction } from './client';

/** One event after the other, in all instances: the chain has one end. */
const AUDIT_LOCK = 0x647269667461;

/** An event as who decided it says it; its place in the chain is given by the store. */
export type AuditEntry = Pick<AuditEvent, 'at' | 'kind' | 'environment' | 'person' | 'payload'>;

/**
 * Adds an event at the end of the chain. In the transaction that keeps what it tells, so that neither stands without the
 * other; the chain is locked until that ends.
 */
export async function appendAudit(transaction: Transaction, entry: AuditEntry): Promise<AuditEvent> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK}::bigint)`;
  const last = await transaction.auditEvent.findFirst({
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  });
  const event = {
    ...entry,
    sequence: Number(last?.sequence ?? 0) + 1,
    previousHash: last?.hash ?? BEGINNING,
  };
  const hash = hashOf(event);
  const { sequence, at, kind, environment, person, payload, previousHash } = event;
  await transaction.auditEvent.create({
    data: { sequence, at, kind, environment, person, payload, previousHash, hash },
  });
  return { ...event, hash };
}

/** A row of what was decided that nobody of us wrote so. */
export class UnreadableRow extends Error {
  override name = 'UnreadableRow';
  constructor(
    /** Which row: `Event 7`. */
    readonly where: string,
    cause: z.ZodError,
  ) {
    super(`It is not of the form in which it was kept (${cause.issues[0]?.path.join('.') ?? 'the whole'}).`);
  }
}

/**
 * The events after this one in their order, so many at most, as they stand now: somebody may have changed them by hand.
 * @throws UnreadableRow
 */
export async function readAudit(client: Transaction, after: number, limit: number): Promise<AuditEvent[]> {
  const rows = await client.auditEvent.findMany({
    where: { sequence: { gt: after } },
    orderBy: { sequence: 'asc' },
    take: limit,
  });
  return rows.map((row) => {
    const parsed = AuditEvent.safeParse({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() });
    if (!parsed.success) throw new UnreadableRow(`Event ${row.sequence}`, parsed.error);
    return parsed.data;
  });
}
