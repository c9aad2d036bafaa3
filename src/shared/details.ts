import { z } from 'zod';
import { CacheInfo, CacheReads } from './cache';
import { ClientProcesses, DelegateResult, GeneratedClient, InstalledPrisma, LoadedClient } from './client';
import { IndexCoverage, NO_COVERAGE, StoryCoverage } from './coverage';
import { ReferentialAction } from './database-schema';
import { DatabaseUsage } from './database-usage';
import { EndpointTry, Method } from './endpoints';
import { EngineDiagnosis } from './migrations';
import { QueryPlans } from './query-plans';
import { Report } from './report';
import { RowKind } from './rows';
import { three } from './three';
import { Verdict } from './verdict';

export const MigrationRow = z.object({
  name: z.string(),
  inFolder: z.boolean(),
  appliedAt: z.string().nullable(),
  state: z.enum(['applied', 'pending', 'failed', 'rolled-back', 'edited', 'unknown']),
  findingKeys: z.array(z.string()),
});
export type MigrationRow = z.infer<typeof MigrationRow>;

/** Since when a route answers as it does: as it was measured last, which may have been in an earlier run. */
export const RouteStanding = z.object({
  verdict: Verdict.extract(['pass', 'warn', 'fail']),
  /** The first run without a break that came to it (ISO 8601). */
  since: z.string(),
  /** The last run in which it passed; null where none did that is known, and in a run in which it passes. */
  lastGreenNumber: z.number().int().nullable(),
  lastGreenAt: z.string().nullable(),
});
export type RouteStanding = z.infer<typeof RouteStanding>;

export const EndpointRow = z.object({
  id: z.string(),
  path: z.string(),
  story: z.string().nullable(),
  models: z.array(z.string()),
  budgetMs: z.number(),
  expectStatus: z.number().int(),
  hasContract: z.boolean(),
  method: Method,
  assertions: z.number().int(),
  /** Whether it was sent only because the manifest calls its changes safe here. */
  sideEffects: z.string().nullable(),
  coldBudgetMs: z.number().nullable(),
  retries: z.number().int(),
  /** What is sent beside the address, secrets masked: the declared headers, the name of its authentication, the body as text. */
  request: z.object({
    headers: z.record(z.string(), z.string()),
    auth: z.string().nullable(),
    body: z.string().nullable(),
  }),
  verdict: Verdict,
  reason: z.string().nullable(),
  findingKeys: z.array(z.string()),
  cold: z.boolean(),
  tries: z.array(EndpointTry.omit({ json: true })),
  /** Filled where the run is kept; absent where the route was never measured, or kept before that was told. */
  standing: RouteStanding.optional(),
});
export type EndpointRow = z.infer<typeof EndpointRow>;

/** The four columns that must agree: the schema's text, the client on disk, the database, the running process. */
export const ClientDetails = z.object({
  schema: z
    .object({
      fingerprint: z.string(),
      modelNames: z.array(z.string()),
      enumNames: z.array(z.string()),
      files: z.array(z.string()),
    })
    .nullable(),
  /** Those whose schema could be read; one that lacks or is incomplete is a finding. */
  disk: z
    .array(
      GeneratedClient.omit({ models: true, enums: true }).extend({
        modelNames: z.array(z.string()),
        enumNames: z.array(z.string()),
        /** What resolves from its folder; null where that was not measured. */
        installed: InstalledPrisma.nullable(),
      }),
    )
    .nullable(),
  /** Beside the first client. */
  installed: InstalledPrisma.nullable(),
  database: z
    .object({ fingerprint: z.string(), tables: z.number().int(), enums: z.number().int() })
    .nullable(),
  processes: z.array(LoadedClient).nullable(),
  /** Where the processes were asked, and how many requests it took until no new one answered. */
  asked: ClientProcesses.pick({ url: true, requests: true }).nullable(),
  delegates: z.array(DelegateResult).nullable(),
});
export type ClientDetails = z.infer<typeof ClientDetails>;

/** Of what was observed the part that travels with the run, or why there is none. */
const orWhy = <T extends z.ZodType>(value: T) =>
  z.object({
    value: value.nullable().default(null),
    reason: z.string().nullable().default('The run was kept before this was measured.'),
  });

/** Since when and of whom the counters count, without the counters themselves. */
export const UsageSpan = DatabaseUsage.omit({
  now: true,
  tables: true,
  indexes: true,
  columns: true,
});
export type UsageSpan = z.infer<typeof UsageSpan>;

/** How many foreign keys of the database do what when the row that they point at is deleted. */
export const DeleteActions = z.partialRecord(ReferentialAction, z.number().int().nonnegative());
export type DeleteActions = z.infer<typeof DeleteActions>;

/** What the pages show beyond the report. A part is null where its observation failed: never an empty list. */
export const RunDetails = z.object({
  /** How many rows of each kind can be fetched (`rows.ts`); null where they were not measured. */
  counts: z.record(RowKind, z.number().int().nullable().default(null)),
  /** Of each side why it was not read, and what would turn it on; null where it was read. */
  unread: three(z.string().nullable()),
  /** Where the migrations were replayed: `PostgreSQL 18.4`; null where they were not. */
  replayedOn: z.string().nullable(),
  migrations: z.array(MigrationRow).nullable(),
  engineDiagnosis: EngineDiagnosis.nullable(),
  client: ClientDetails,
  endpoints: z.array(EndpointRow).nullable(),
  server: z.object({ version: z.string(), database: z.string() }).nullable(),
  /** By story; by table they are rows of their own. Null where nothing was measured. */
  coverage: z.array(StoryCoverage).nullable().default(null),
  usage: orWhy(UsageSpan).prefault({}),
  foreignKeys: orWhy(DeleteActions).prefault({}),
  /** How many queries each source gave; the queries themselves are rows of their own. */
  querySources: orWhy(QueryPlans.shape.sources).prefault({}),
  /** Of each setting a short hash without secrets, to tell that one was changed; absent in what was kept before. */
  settings: z.record(z.string(), z.string()).optional(),
  cache: z
    .object({ server: orWhy(CacheInfo).prefault({}), reads: orWhy(CacheReads).prefault({}) })
    .prefault({}),
});
export type RunDetails = z.infer<typeof RunDetails>;

/** One kept run. `number` counts up in the store: "last green run #412". */
export const RunRecord = z.object({
  number: z.number().int().positive(),
  report: Report,
  details: RunDetails,
});
export type RunRecord = z.infer<typeof RunRecord>;

/** What a ribbon and a sparkline need of a run. */
export const RunSummary = z.object({
  number: z.number().int().positive(),
  runId: z.string(),
  startedAt: z.string(),
  durationMs: z.number(),
  verdict: Verdict,
  groups: z.record(z.string(), Verdict),
  /** By the endpoint's id, which begins with its method. `cold`: the first request after a start, whose time is its own. */
  endpoints: z.record(
    z.string(),
    z.object({ verdict: Verdict, latencyMs: z.number().nullable(), cold: z.boolean() }),
  ),
  /** How far indexes covered what is asked of them. */
  coverage: IndexCoverage.default(NO_COVERAGE),
});
export type RunSummary = z.infer<typeof RunSummary>;
