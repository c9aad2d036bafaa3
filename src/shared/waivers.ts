import { z } from 'zod';
import { PersonName } from './people';
import { RuleId } from './rules';

/** A waiver that was given on a page may last so long. */
export const DEFAULT_WAIVER_MAX_DAYS = 90;

/** A pattern names its rule in full, so that none waives everything. */
export const WaiverPattern = z
  .string()
  .trim()
  .max(500, 'must have 500 characters at most')
  .refine((pattern) => RuleId.safeParse(pattern.split(':', 1)[0]).success && /:./s.test(pattern), {
    error:
      'must be the key of a finding, as index.missing:public.orders:user_id; “*” may stand for any part of it behind the rule’s name',
  });

export const WaiverReason = z
  .string()
  .trim()
  .min(10, 'must say why in 10 characters at least')
  .max(2_000, 'must have 2,000 characters at most');

/** A day lasts until it is over everywhere that counts in UTC. */
export const WaiverEnd = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a day as 2026-12-31, or a moment of ISO 8601',
  })
  .transform((text) => new Date(text.length === 10 ? `${text}T23:59:59.999Z` : text).toISOString());

/** What a waiver was given for: by the key of each finding, the fingerprint of what it said. */
export const Accepted = z.record(z.string(), z.string());
export type Accepted = z.infer<typeof Accepted>;

/** A finding accepted by a named person, with a reason and an end, wherever it is kept. */
export const Waiver = z.object({
  /** Of the store; null of one in a file. */
  id: z.string().nullable(),
  /** A finding's key, or a pattern with `*`. */
  pattern: z.string(),
  person: z.string(),
  /** The proxy that people sign in at told the name. */
  proven: z.boolean(),
  reason: z.string(),
  /** ISO 8601, both. */
  givenAt: z.string(),
  endsAt: z.string(),
  /** Null where nobody said what it is for: then it waives nothing. */
  accepts: Accepted.nullable(),
});
export type Waiver = z.infer<typeof Waiver>;

/** What stands beside a finding that is waived. */
export const FindingWaiver = Waiver.pick({
  id: true,
  pattern: true,
  person: true,
  proven: true,
  reason: true,
  endsAt: true,
});
export type FindingWaiver = z.infer<typeof FindingWaiver>;

/** A waiver as a run found it. */
export const JudgedWaiver = Waiver.omit({ accepts: true }).extend({
  /**
   * `counts`: it waives the findings of `keys`; `idle`: none of what it accepts was found; `expired`: its end has passed;
   * `changed`: what it accepts is not what was found; `unbound`: it does not say what it accepts; `ended`: it counted in
   * the run, and since then a person has ended it, or nobody knows whether it still stands.
   */
  state: z.enum(['counts', 'idle', 'expired', 'changed', 'unbound', 'ended']),
  /** Of the findings that it waives. */
  keys: z.array(z.string()),
  /** Why it waives nothing, as a sentence; null where it may. */
  why: z.string().nullable(),
});
export type JudgedWaiver = z.infer<typeof JudgedWaiver>;

/** A waiver of the store, with how it ended. */
export const KeptWaiver = Waiver.extend({
  id: z.string(),
  accepts: Accepted,
  /** The number of the run that the person looked at. */
  run: z.number().int().positive(),
  endedAt: z.string().nullable(),
  /** The person who ended it; null where it ended by itself. */
  endedBy: z.string().nullable(),
  endedWhy: z.string().nullable(),
});
export type KeptWaiver = z.infer<typeof KeptWaiver>;

/** `GET /api/health/waivers`: those of the store that stand, and the newest of those that have ended. */
export const WaiverList = z.object({
  active: z.array(KeptWaiver),
  ended: z.array(KeptWaiver),
  /** Why none can be given or known here, as a sentence; null where they can. */
  away: z.string().nullable(),
  /** A waiver lasts so many days at most. */
  maxDays: z.number().int(),
  /** The proxy says who is signed in, so that no name is typed. */
  namesAreTold: z.boolean(),
});
export type WaiverList = z.infer<typeof WaiverList>;

/** `POST /api/health/waivers`. */
export const GiveWaiverRequest = z.strictObject({
  /** Made by who asks: the same one sent twice is one waiver. */
  requestId: z.uuid(),
  pattern: WaiverPattern,
  /** As typed; where a proxy tells who is signed in, that counts. */
  name: z.string().nullable().default(null),
  reason: WaiverReason,
  endsAt: WaiverEnd,
  /** The run that the person looked at: what it found is what is accepted. */
  run: z.number().int().positive(),
});
export type GiveWaiverRequest = z.output<typeof GiveWaiverRequest>;

/** `POST /api/health/waivers/ID/end`. */
export const EndWaiverRequest = z.strictObject({
  name: z.string().nullable().default(null),
  why: WaiverReason,
});
export type EndWaiverRequest = z.output<typeof EndWaiverRequest>;

/** `driftboard.waivers.json`. */
export const WaiverFile = z.strictObject({
  waivers: z.array(
    z.strictObject({
      pattern: WaiverPattern,
      person: PersonName,
      reason: WaiverReason,
      givenAt: z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
        error: 'must be a day as 2026-12-31, or a moment of ISO 8601',
      }),
      endsAt: WaiverEnd,
      accepts: Accepted.optional(),
    }),
  ),
});
