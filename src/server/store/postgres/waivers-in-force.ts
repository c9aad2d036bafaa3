import { AuditEvent } from '../../../shared/audit';
import type { Waiver } from '../../../shared/waivers';
import type { Transaction } from './client';
import { keptWaiver } from './waiver-row';
import { isWhatIsTold } from './waiver-told';

/** The waivers that a run goes by, and sentences about rows that count for nothing. */
export type InForce = { given: Waiver[]; notes: string[] };

/**
 * The waivers of an environment that nobody has ended. Each is held against the event that tells of it: what somebody
 * wrote into the table by hand, nobody has accepted.
 */
export async function waiversInForce(client: Transaction, environment: string): Promise<InForce> {
  const rows = await client.waiver.findMany({
    where: { environment: { name: environment }, endedAt: null },
    orderBy: { id: 'asc' },
  });
  if (rows.length === 0) return { given: [], notes: [] };
  const ids = rows.map(({ id }) => String(id));
  const [events, ended] = await Promise.all([
    client.auditEvent.findMany({ where: { sequence: { in: rows.map(({ givenEvent }) => givenEvent) } } }),
    client.$queryRaw<{ id: string }[]>`
      SELECT payload->>'id' AS id FROM audit_events
      WHERE kind = 'waiver.ended' AND environment = ${environment} AND payload->>'id' = ANY(${ids})`,
  ]);
  const told = new Map(events.map((event) => [event.sequence, event]));
  const given: Waiver[] = [];
  const notes: string[] = [];
  for (const row of rows) {
    const event = told.get(row.givenEvent);
    const parsed = AuditEvent.safeParse(
      event === undefined
        ? undefined
        : { ...event, sequence: Number(event.sequence), at: event.at.toISOString() },
    );
    const isEnded = ended.some(({ id }) => id === String(row.id));
    const why = isEnded
      ? 'it was ended, and its row says that it was not'
      : parsed.success && isWhatIsTold(row, environment, parsed.data)
        ? null
        : 'its row is not what was recorded when it was given';
    if (why === null) {
      const { endedAt: _at, endedBy: _by, endedWhy: _why, run: _run, ...waiver } = keptWaiver(row);
      given.push(waiver);
    } else {
      notes.push(`The waiver ${row.id} of ${row.pattern} by ${row.person} counts for nothing: ${why}.`);
    }
  }
  return { given, notes };
}

/** How those of some waivers stand that count no more: by their id when and why they ended. */
export async function endedOf(
  client: Transaction,
  ids: readonly string[],
): Promise<Map<string, { at: string; why: string }>> {
  const rows = await client.waiver.findMany({
    where: { id: { in: ids.map(BigInt) } },
    select: { id: true, endedAt: true, endedBy: true, endedWhy: true },
  });
  return new Map(
    rows.flatMap(({ id, endedAt, endedBy, endedWhy }) =>
      endedAt === null
        ? []
        : [
            [
              String(id),
              {
                at: endedAt.toISOString(),
                why: endedBy === null ? (endedWhy ?? '') : `${endedBy} has ended it: ${endedWhy ?? ''}`,
              },
            ] as const,
          ],
    ),
  );
}
