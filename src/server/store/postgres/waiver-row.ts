import { Accepted, type KeptWaiver } from '../../../shared/waivers';
import type { StoreClient } from './client';

export type WaiverRow = NonNullable<Awaited<ReturnType<StoreClient['waiver']['findUnique']>>>;

/** A row as everything else knows it. @throws where somebody has written into it what no waiver holds */
export function keptWaiver(row: WaiverRow): KeptWaiver {
  const { id, pattern, person, proven, reason, run, endedBy, endedWhy } = row;
  return {
    id: String(id),
    pattern,
    person,
    proven,
    reason,
    run,
    givenAt: row.createdAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    accepts: Accepted.parse(row.accepts),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy,
    endedWhy,
  };
}
