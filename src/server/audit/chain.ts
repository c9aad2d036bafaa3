import { createHash } from 'node:crypto';
import type { AuditEvent } from '../../shared/audit';
import { canonicalJson } from '../../shared/canonical-json';

/** What the first event follows. */
export const BEGINNING = 'sha256:0';

/** The hash of an event: of all that it says, and of the one before it. */
export function hashOf(event: Omit<AuditEvent, 'hash'>): string {
  const { sequence, at, kind, environment, person, payload, previousHash } = event;
  const said = canonicalJson({ sequence, at, kind, environment, person, payload, previousHash });
  return `sha256:${createHash('sha256').update(said).digest('hex')}`;
}

export type Break = { sequence: number; why: string };

/** Follows a chain event by event, so that one of any length can be read in pieces. */
export function chainReader() {
  let last = { sequence: 0, hash: BEGINNING };
  return {
    /** @param row as it is kept; it may have been changed by hand. @returns what is wrong with it, null where nothing is */
    follow(row: AuditEvent): Break | null {
      const { sequence } = row;
      const before = last;
      last = { sequence, hash: row.hash };
      if (sequence !== before.sequence + 1)
        return {
          sequence,
          why: `It follows event ${before.sequence}, so ${sequence - before.sequence - 1} between them lack.`,
        };
      if (row.previousHash !== before.hash)
        return {
          sequence,
          why: `It was written after another event ${before.sequence} than the one that is kept.`,
        };
      if (hashOf(row) !== row.hash)
        return { sequence, why: 'It was changed after it was written: its hash is of another text.' };
      return null;
    },
    /** The last event that was followed. */
    last: () => last,
  };
}
