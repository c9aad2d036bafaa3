import { z } from 'zod';

const Change = z.object({ from: z.string(), to: z.string() });

/** What happened between two runs, as it is kept: a kind and what belongs to it. */
export const HappeningFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('migration.applied'), detail: z.object({ name: z.string() }) }),
  /** It was applied, and is no more: rolled back, or the database is another one. */
  z.object({ kind: z.literal('migration.gone'), detail: z.object({ name: z.string() }) }),
  /** Anew, with its own time on disk; `other` where its content is another one, null where that is not known. */
  z.object({
    kind: z.literal('client.generated'),
    detail: z.object({ name: z.string(), other: z.boolean().nullable() }),
  }),
  z.object({ kind: z.literal('commit.changed'), detail: Change }),
  z.object({
    kind: z.literal('process.started'),
    detail: z.object({ pid: z.number().int(), instance: z.string().nullable() }),
  }),
  /** A process that went on took up another client. */
  z.object({
    kind: z.literal('process.loaded'),
    detail: z.object({ pid: z.number().int(), instance: z.string().nullable() }),
  }),
  z.object({ kind: z.literal('settings.changed'), detail: z.object({ names: z.array(z.string()) }) }),
  z.object({ kind: z.literal('schema.changed'), detail: Change }),
  z.object({ kind: z.literal('database.changed'), detail: Change }),
  z.object({ kind: z.literal('client.changed'), detail: Change }),
  /** Runs that could not be recorded. */
  z.object({
    kind: z.literal('recording.gap'),
    detail: z.object({ runs: z.number().int(), from: z.string(), to: z.string() }),
  }),
]);
export type HappeningFact = z.infer<typeof HappeningFact>;

const When = z.object({
  /** By its own clock where it has one, else when the run began that saw it (ISO 8601). */
  at: z.string(),
  /** The first run that saw it; null where none did. */
  number: z.number().int().positive().nullable(),
});
export const KeptHappening = z.intersection(When, HappeningFact);
export type KeptHappening = z.infer<typeof KeptHappening>;

/** What a person filters by. */
export const HappeningGroup = z.enum([
  'migrations',
  'structure',
  'client',
  'deploys',
  'processes',
  'settings',
  'jobs',
  'recording',
]);
export type HappeningGroup = z.infer<typeof HappeningGroup>;

/** A happening in words. */
export const Happening = When.extend({
  group: HappeningGroup,
  text: z.string(),
  /** Where it is a job, its id, to open it. */
  job: z.string().nullable(),
});
export type Happening = z.infer<typeof Happening>;
