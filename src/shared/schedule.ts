import { z } from 'zod';
import { Person, PersonName } from './people';

/** Who holds the schedule of an environment back, and why. */
export const SchedulePause = z.object({
  person: Person,
  /** ISO 8601. */
  at: z.string(),
  reason: z.string(),
});
export type SchedulePause = z.infer<typeof SchedulePause>;

/** When an environment is verified without anybody asking for it. */
export const ScheduleState = z.object({
  /** Between two runs; 0 where nothing is verified by itself. */
  everyMs: z.number().int().nonnegative(),
  /**
   * `instances`: whether or not anybody looks, by one of the instances that share the store; `viewers`: by this process,
   * while somebody looks, since no store keeps a schedule.
   */
  by: z.enum(['instances', 'viewers']),
  paused: SchedulePause.nullable(),
  /** ISO 8601; null where none is due by itself, or it is not known. */
  nextAt: z.string().nullable(),
  /** How many runs in a row could not look at the target; each doubles the time to the next one. */
  failures: z.number().int().nonnegative(),
  /** Why the last of them could not, or why the store keeps no schedule, as a sentence. */
  failure: z.string().nullable(),
  /** Who pauses it types a name: no proxy tells who is signed in. */
  asksName: z.boolean(),
});
export type ScheduleState = z.infer<typeof ScheduleState>;

const Reason = z
  .string()
  .trim()
  .min(10, 'must say why in 10 characters at least')
  .max(500, 'must have 500 characters at most');

/** `POST /api/health/schedule`: by a person. */
export const ScheduleRequest = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('pause'),
    /** As typed; where a proxy tells who is signed in, that counts. */
    name: PersonName.nullable().default(null),
    reason: Reason,
  }),
  z.strictObject({ action: z.literal('resume'), name: PersonName.nullable().default(null) }),
]);
export type ScheduleRequest = z.infer<typeof ScheduleRequest>;
