import { z } from 'zod';
import { Person, PersonName } from './people';

/** A run may be decided on for so long after it began. */
export const DEFAULT_SIGN_OFF_MAX_AGE_MINUTES = 30;

/** The conditions of a release. */
export const GateId = z.enum([
  'schema',
  'endpoints',
  'models',
  'client-on-disk',
  'processes',
  'enums',
  'strategic-indexes',
  'types',
  'no-unknown',
]);
export type GateId = z.infer<typeof GateId>;

/** `signOff` of the settings file. */
export const SignOffSettings = z.strictObject({
  /** A gate that is `false` holds nothing back, and each decision says so. */
  gates: z.strictObject(ofEachGate(z.boolean().default(true))).prefault({}),
  maxAgeMinutes: z.number().int().min(1).max(1_440).default(DEFAULT_SIGN_OFF_MAX_AGE_MINUTES),
  /** A go counts only when another person has confirmed it. */
  secondPerson: z.boolean().default(false),
});
export type SignOffSettings = z.infer<typeof SignOffSettings>;

function ofEachGate<T>(value: T): Record<GateId, T> {
  return {
    schema: value,
    endpoints: value,
    models: value,
    'client-on-disk': value,
    processes: value,
    enums: value,
    'strategic-indexes': value,
    types: value,
    'no-unknown': value,
  };
}

/** How a run stands to one condition. What was not measured is `unknown`, and holds a release back as a failure does. */
export const Gate = z.object({
  id: GateId,
  title: z.string(),
  state: z.enum(['pass', 'fail', 'unknown']),
  /** False where the settings switch it off. */
  required: z.boolean(),
  /** The figures, or `not measured, because: …`. */
  measured: z.string(),
  /** The checks that decide it; each has its evidence in the run's report. */
  checks: z.array(z.string()),
  /** How many of their findings a person has accepted; they do not make it fail. */
  waived: z.number().int().nonnegative(),
});
export type Gate = z.infer<typeof Gate>;

/** A waiver that a decision stands on. */
export const BoundWaiver = z.object({
  /** Of the store; null of one in a file. */
  id: z.string().nullable(),
  pattern: z.string(),
  person: z.string(),
  reason: z.string(),
  endsAt: z.string(),
  /** Of the findings that it waives. */
  keys: z.array(z.string()),
});
export type BoundWaiver = z.infer<typeof BoundWaiver>;

/** What a decision is bound to: where a later run has something else, it is void. */
export const Bindings = z.object({
  schema: z.string().nullable(),
  database: z.string().nullable(),
  client: z.string().nullable(),
  manifest: z.string().nullable(),
  commit: z.string().nullable(),
  waivers: z.array(BoundWaiver),
});
export type Bindings = z.infer<typeof Bindings>;

export const Decision = z.enum(['go', 'no-go']);
export type Decision = z.infer<typeof Decision>;

/** One decision as it is kept; nothing of it ever changes. */
export const SignOff = z.object({
  id: z.string(),
  environment: z.string(),
  /** The number of the run. */
  run: z.number().int().positive(),
  runId: z.string(),
  /** The hash of all that is kept of that run. */
  content: z.string(),
  decision: Decision,
  person: Person,
  comment: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** The decision that this one confirms, as the second person. */
  confirms: z.string().nullable(),
  /** Whether it needs a second person to count: as the settings were then. */
  secondPerson: z.boolean(),
  bindings: Bindings,
  gates: z.array(Gate),
});
export type SignOff = z.infer<typeof SignOff>;

/** In what a later run differs from the one that was decided on. */
export const Voided = z.object({
  run: z.number().int().positive(),
  /** When that run began. */
  at: z.string(),
  /** Sentences. */
  why: z.array(z.string()).min(1),
});
export type Voided = z.infer<typeof Voided>;

/** A decision with what has become of it. */
export const StandingSignOff = SignOff.extend({
  /**
   * `waiting`: for the second person; `superseded`: another decision came after it; `doubtful`: what is kept of it, of its
   * run or of the chain was changed, so that nobody knows what was decided.
   */
  standing: z.enum(['stands', 'waiting', 'void', 'superseded', 'doubtful']),
  voided: Voided.nullable(),
  /** Why it is doubtful, a sentence each; empty where it is not. */
  doubts: z.array(z.string()),
  /** The second person's, where there is one. */
  confirmedBy: z.object({ person: Person, at: z.string(), comment: z.string() }).nullable(),
});
export type StandingSignOff = z.infer<typeof StandingSignOff>;

/** `GET /api/health/sign-offs?run=412`: what may be decided on, and what was decided. */
export const SignOffState = z.object({
  environment: z.string(),
  /** Null while no run is kept. */
  candidate: z
    .object({
      run: z.number().int().positive(),
      startedAt: z.string(),
      gates: z.array(Gate),
      bindings: Bindings,
      /** Of all that is seen here: who decides sends it back, so that nothing else is decided on. */
      seen: z.string(),
      /** Why a go would be refused now; nothing where it would be taken. */
      against: z.array(z.string()),
    })
    .nullable(),
  /** Newest first; the first one that is no confirmation is the last word. */
  signOffs: z.array(StandingSignOff),
  /** The chain of everything that people decided, as it was followed for this answer. */
  record: z.object({
    events: z.number().int().nonnegative(),
    lastHash: z.string(),
    /** What was changed in it, a sentence each. */
    breaks: z.array(z.string()),
  }),
  maxAgeMinutes: z.number().int(),
  secondPerson: z.boolean(),
  /** The proxy says who is signed in, so that no name is typed. */
  namesAreTold: z.boolean(),
});
export type SignOffState = z.infer<typeof SignOffState>;

/** `POST /api/health/sign-offs`. */
export const SignOffRequest = z.strictObject({
  /** Made by who asks: the same one sent twice is one decision. */
  requestId: z.uuid(),
  environment: z.string(),
  run: z.number().int().positive(),
  seen: z.string(),
  decision: Decision,
  /** As typed; where a proxy tells who is signed in, that counts. */
  name: PersonName.nullable().default(null),
  comment: z
    .string()
    .trim()
    .min(10, 'must say why in 10 characters at least')
    .max(2_000, 'must have 2,000 characters at most'),
  confirms: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of a decision')
    .nullable()
    .default(null),
});
export type SignOffRequest = z.infer<typeof SignOffRequest>;
