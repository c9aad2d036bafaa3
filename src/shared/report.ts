import { z } from 'zod';
import { IndexCoverage, NO_COVERAGE } from './coverage';
import { Finding } from './finding';
import { Evidence } from './observation';
import { Rehearsal, RepairPlan } from './rehearsal';
import { CheckGroup, Verdict } from './verdict';
import { JudgedWaiver } from './waivers';

export const CheckReport = z.object({
  id: z.string(),
  group: CheckGroup,
  title: z.string(),
  verdict: Verdict,
  /** How many things were compared. A check that compared nothing did not pass. */
  compared: z.number().int().nonnegative(),
  durationMs: z.number().nonnegative(),
  /** Why it is `unknown` or `skipped`; of a `fail`, what beside it could not be checked; null otherwise. */
  reason: z.string().nullable(),
  /** Of a `skipped` one: it looked at both sides, and neither has such a thing. Absent where it did not look. */
  nothingToCompare: z.literal(true).optional(),
  findings: z.array(Finding),
  /** Names of the observations that it stands on: keys of the report's `evidence`. */
  needs: z.array(z.string()),
});
export type CheckReport = z.infer<typeof CheckReport>;

/** A root cause with what follows from it: one row on the page. */
export const Cause = z.object({
  /** The finding's key; or of several alike findings that are shown as one, the first one's. */
  key: z.string(),
  /** All findings that make up this cause (the root itself first). */
  rootKeys: z.array(z.string()).min(1),
  title: z.string(),
  /** One sentence: what it is and what it brings about. */
  sentence: z.string(),
  symptomKeys: z.array(z.string()),
  /** Endpoint ids that fail or are slow for it: as measured, nothing is guessed of the others. */
  endpoints: z.array(z.string()),
  /** The models that it is about. */
  models: z.array(z.string()),
  /** Every endpoint that uses one of these models, failing or not; those of `endpoints` are among them. */
  usedBy: z.array(z.string()).default([]),
  links: z.array(z.object({ from: z.string(), to: z.string(), why: z.string() })),
});
export type Cause = z.infer<typeof Cause>;

const NameDifferences = z.object({
  expected: z.number().int(),
  observed: z.number().int(),
  missing: z.array(z.string()),
  unexpected: z.array(z.string()),
});

/** Each part is null where it was not measured: a number is only ever a measured one. */
export const ReportSummary = z.object({
  tables: NameDifferences.nullable(),
  enums: NameDifferences.nullable(),
  models: z
    .object({ expected: z.number().int(), usable: z.number().int(), failing: z.array(z.string()) })
    .nullable(),
  endpoints: z
    .object({ declared: z.number().int(), passing: z.number().int(), failing: z.array(z.string()) })
    .nullable(),
  indexes: z
    .object({
      expected: z.number().int(),
      observed: z.number().int(),
      missing: z.array(z.string()),
      /** Share of the expected ones that are there and valid, 0 to 1; null where none is expected. */
      coverage: z.number().min(0).max(1).nullable(),
      /**
       * Of those expected, the ones that plain SQL in a migration declares, and how many of them are there and valid;
       * null where the migrations were not read.
       */
      strategic: z.object({ expected: z.number().int(), observed: z.number().int() }).nullable(),
    })
    .nullable(),
  /** How far indexes cover what is asked of them; each part is null where it was not measured. */
  coverage: IndexCoverage.default(NO_COVERAGE),
  /** How many findings a person has accepted for a time. */
  waived: z.number().int().nonnegative().default(0),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

export const Report = z.object({
  version: z.literal(1),
  runId: z.string(),
  environment: z.string(),
  startedAt: z.string(),
  durationMs: z.number(),
  verdict: Verdict,
  /** One sentence in plain words: what is wrong and why, or what was found right. */
  headline: z.string(),
  summary: ReportSummary,
  checks: z.array(CheckReport),
  causes: z.array(Cause),
  /** By observation name: how it was found out. */
  evidence: z.record(z.string(), z.array(Evidence)),
  /** What the reader should know and what is no finding: a `url` taken out of the schema, `ignore` patterns in force. */
  notes: z.array(z.string()),
  /** Every waiver that was known to the run, with what became of it. */
  waivers: z.array(JudgedWaiver).default([]),
  /** What repairs all of it; null where the database was not read, so that nobody knows. */
  repair: RepairPlan.nullable().default(null),
  /** The repairs tried on a copy; null where nobody asked for it. */
  rehearsal: Rehearsal.nullable().default(null),
  fingerprints: z.object({
    schema: z.string().nullable(),
    database: z.string().nullable(),
    client: z.string().nullable(),
    /** Of the endpoint and the index manifest; null where one that is configured was not read, or none is. */
    manifest: z.string().nullable().default(null),
    commit: z.string().nullable(),
  }),
});
export type Report = z.infer<typeof Report>;
