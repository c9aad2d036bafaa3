import { z } from 'zod';
import { Recording } from './recording';
import { Verdict } from './verdict';

/** Why somebody is told. */
export const NotificationKind = z.enum([
  /** Something fails. */
  'ill',
  /** It failed before, and now for another cause as well. */
  'another-cause',
  /** Nothing fails, and something is to be looked at. */
  'warned',
  /** What failed, or was to be looked at, is over. */
  'recovered',
  /** Driftboard could not look: nobody knows. */
  'blind',
  /** It can look again, and all is well. */
  'seen-again',
  /** Its verdict changes so often that nothing more is told until it stands. */
  'flapping',
  /** It stands again, and at what. */
  'settled',
  /** What fell into the quiet hours. */
  'quiet-summary',
  'test',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

export const NotifiedCause = z.object({
  key: z.string(),
  title: z.string(),
  /** Findings that follow from it. */
  symptoms: z.number().int().nonnegative(),
  routes: z.array(z.string()),
});
export type NotifiedCause = z.infer<typeof NotifiedCause>;

/** What a webhook is sent, and what the other channels put into words. */
export const Notification = z.object({
  version: z.literal(1),
  /** The same at each try and on each channel: who gets it twice can tell. */
  id: z.string(),
  kind: NotificationKind,
  environment: z.string(),
  /** When the run began that brought it about; of a summary and a test, when it was made. */
  at: z.string(),
  run: z
    .object({
      number: z.number().int().positive(),
      verdict: Verdict,
      startedAt: z.string(),
      /** Its page, where `publicUrl` is set. */
      url: z.string().nullable(),
    })
    .nullable(),
  title: z.string(),
  /** One sentence or a few, without markup. */
  text: z.string(),
  /** Since when it is, or was, as it is told. */
  since: z.string().nullable(),
  /** Of something that is over: how long it lasted. */
  lastedMs: z.number().nonnegative().nullable(),
  causes: z.array(NotifiedCause),
  /** How many causes there are, where not all stand in the list. */
  causesInAll: z.number().int().nonnegative(),
  /** Routes that fail for no cause that is known. */
  routes: z.array(z.string()),
  routesInAll: z.number().int().nonnegative(),
  /** Of a summary: what would have been told, the oldest first. */
  held: z.array(z.object({ at: z.string(), kind: NotificationKind, title: z.string() })),
});
export type Notification = z.infer<typeof Notification>;

export const DeliveryState = z.enum(['waiting', 'sent', 'failed']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** One message on its way over one channel. */
export const Delivery = z.object({
  id: z.string(),
  channel: z.string(),
  kind: NotificationKind,
  title: z.string(),
  number: z.number().int().nullable(),
  createdAt: z.string(),
  state: DeliveryState,
  tries: z.number().int().nonnegative(),
  /** Of one that waits. */
  nextTryAt: z.string().nullable(),
  sentAt: z.string().nullable(),
  /** Why the last try failed, as a sentence. */
  failure: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** `GET /api/health/notifications`. */
export const NotificationState = z.object({
  channels: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['webhook', 'slack', 'email']),
      /** Where it leads, without what may be a secret. */
      target: z.string(),
    }),
  ),
  /** Where messages wait to be sent: `memory` where no store is configured, `away` while one is not reached. */
  kept: z.enum(['store', 'memory', 'away']),
  recording: Recording.pick({ state: true, reason: true }),
  publicUrl: z.string().nullable(),
  /** Who presses a button types a name: no proxy tells who it is. */
  asksName: z.boolean(),
  flappingSince: z.string().nullable(),
  quietHours: z.object({ words: z.string(), isNow: z.boolean(), held: z.number().int() }).nullable(),
  /** The newest first; null where they cannot be read now. */
  deliveries: z.array(Delivery).nullable(),
});
export type NotificationState = z.infer<typeof NotificationState>;

/** `POST /api/health/notifications/test`. */
export const NotificationTest = z.strictObject({
  channel: z.string(),
  /** The name that was typed; not asked for where a proxy tells who it is. */
  person: z.string().nullable().default(null),
});

export const NotificationTested = z.object({
  sent: z.boolean(),
  /** What came of it, as a sentence. */
  sentence: z.string(),
  /** The beginning of what the other side answered; empty where it said nothing. */
  answer: z.string(),
  /** Whether that somebody tried is kept. */
  audited: z.boolean(),
});
export type NotificationTested = z.infer<typeof NotificationTested>;
