import { z } from 'zod';

/** What can be decided or done by a person, or follow from it, and is kept for good. */
export const AuditKind = z.enum([
  'sign-off.decided',
  'sign-off.confirmed',
  /** Nobody decides it: a later run was not the same. */
  'sign-off.voided',
  'waiver.given',
  'waiver.ended',
  'schedule.paused',
  'schedule.resumed',
  'incident.noted',
  'notification.tested',
]);
export type AuditKind = z.infer<typeof AuditKind>;

/** One link of the chain; its hash covers all else in it, and so the hash of the one before. */
export const AuditEvent = z.object({
  /** 1, 2, 3 …, without gaps, over all environments of a store. */
  sequence: z.number().int().positive(),
  /** ISO 8601. */
  at: z.string(),
  kind: AuditKind,
  environment: z.string(),
  person: z.string().nullable(),
  /** Plain JSON. */
  payload: z.record(z.string(), z.json()),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;
