import type { AuditEvent } from '../../../shared/audit';
import { canonicalJson } from '../../../shared/canonical-json';
import { hashOf } from '../../audit/chain';
import type { Transaction } from './client';
import type { WaiverRow } from './waiver-row';

/** A waiver's row with the name of its environment. */
export type NamedWaiver = WaiverRow & { environment: { name: string } };

/** Every waiver of the store by its id, as it stands now: somebody may have changed it by hand. */
export async function readWaiverRows(client: Transaction): Promise<Map<string, NamedWaiver>> {
  const rows = await client.waiver.findMany({
    orderBy: { id: 'asc' },
    include: { environment: { select: { name: true } } },
  });
  return new Map(rows.map((row) => [String(row.id), row]));
}

/** Whether a row says what was told when it was given. */
export function isGivenAsTold({ environment, ...row }: NamedWaiver, event: AuditEvent): boolean {
  return Number(row.givenEvent) === event.sequence && isWhatIsTold(row, environment.name, event);
}

/** Whether a row says what was told when it ended. */
export function isEndedAsTold(row: NamedWaiver, { environment, kind, person, payload }: AuditEvent): boolean {
  const { proven: _proven, ...told } = payload;
  const { id, pattern, endedBy, endedWhy } = row;
  const endedAt = row.endedAt?.toISOString() ?? null;
  const said = { id: String(id), pattern, endedAt, endedBy, endedWhy };
  return (
    kind === 'waiver.ended' &&
    environment === row.environment.name &&
    person === endedBy &&
    canonicalJson(said) === canonicalJson(told)
  );
}

/** Whether a row says what an event tells of its being given, and nobody changed that event. */
export function isWhatIsTold(row: WaiverRow, environment: string, event: AuditEvent): boolean {
  const { id, pattern, reason, proven, run, requestId, accepts } = row;
  const endsAt = row.endsAt.toISOString();
  const payload = { id: String(id), proven, pattern, reason, accepts, run, requestId, endsAt };
  const said = { at: row.createdAt.toISOString(), person: row.person, environment, kind: 'waiver.given' };
  const { at, person, environment: place, kind } = event;
  return (
    hashOf(event) === event.hash &&
    canonicalJson({ ...said, payload }) ===
      canonicalJson({ at, person, environment: place, kind, payload: event.payload })
  );
}
