import { z } from 'zod';

/** Of one message over one channel: connecting, sending and the answer. */
export const NOTIFY_TIMEOUT_MS = 10_000;

const Name = z
  .string()
  .regex(/^[A-Za-z0-9][\w. -]{0,59}$/, 'must be a name of letters, digits, spaces, dots and dashes');
/** What may be a secret is written as `${env:NAME}`: the name of a variable where Driftboard runs. */
const Text = z.string().min(1, 'must not be empty').max(2_000);
const Address = z
  .string()
  .max(320)
  .regex(/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/, 'must be an e-mail address such as team@example.com');

/** Where notifications go: a JSON webhook, an incoming webhook as Slack has them, or mail over SMTP. */
export const ChannelSetting = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('webhook'),
      name: Name,
      url: Text,
      /** Signs each message, so that its receiver knows from whom it is. */
      secret: Text.optional(),
    }),
    z.strictObject({ kind: z.literal('slack'), name: Name, url: Text }),
    z.strictObject({
      kind: z.literal('email'),
      name: Name,
      /** `smtp://` (with TLS where the server offers it) or `smtps://`. */
      server: Text,
      from: Address,
      to: z.array(Address).min(1, 'must name somebody').max(50),
    }),
  ],
  { error: 'must be of the kind webhook, slack or email' },
);
export type ChannelSetting = z.infer<typeof ChannelSetting>;

export const ChannelSettings = z.array(ChannelSetting).max(20, 'must have 20 channels at most').default([]);

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');

/** When messages are told at once, and when they wait. */
export const NotifyRules = z.strictObject({
  /** So many changes of the verdict within this time, and … */
  flappingChanges: z.number().int().min(2).max(100).default(5),
  flappingWindowMinutes: z.number().min(1).max(10_080).default(60),
  /** … it is called flapping until its verdict has stood for so long. */
  flappingSteadyMinutes: z.number().min(1).max(10_080).default(20),
  /** What falls into them is told in one message at their end. Across midnight where `to` is before `from`. */
  quietHours: z
    .strictObject({
      from: TimeOfDay,
      to: TimeOfDay,
      timeZone: z
        .string()
        .refine(isTimeZone, 'must be the name of a time zone such as Europe/Berlin')
        .default('UTC'),
      /** `errors`: that something fails is told at once even then. */
      breakThrough: z.enum(['errors', 'nothing']).default('nothing'),
    })
    .refine(({ from, to }) => from !== to, 'quietHours must begin and end at different times')
    .nullable()
    .default(null),
});
export type NotifyRules = z.infer<typeof NotifyRules>;
export type QuietHours = NonNullable<NotifyRules['quietHours']>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
