import { z } from 'zod';
import { ChannelSettings, NotifyRules } from './notify-settings';
import { SignOffSettings } from './sign-off';
import { Thresholds } from './thresholds';
import { SelectableGroup, Skippable } from './verdict';
import { DEFAULT_WAIVER_MAX_DAYS } from './waivers';

/** Default limits; each is a setting. */
export const DEFAULT_TIMEOUT_MS = 10_000;
/** All routes of an application of usual size at once, and no load for a development server. */
export const DEFAULT_CONCURRENCY = 16;
export const DEFAULT_RESTART_TIMEOUT_MS = 120_000;
/** A schema of 500 models takes 27 s and 1.2 GB (MEASURES.md). */
export const DEFAULT_GENERATE_TIMEOUT_MS = 300_000;
export const DEFAULT_GENERATE_MEMORY_MB = 4_096;
/** A year of an environment verified every five minutes, thinned after a month. */
export const DEFAULT_STORE_MAX_RUNS = 100_000;
export const DEFAULT_STORE_MAX_DAYS = 365;
export const DEFAULT_STORE_THIN_DAYS = 30;

/**
 * The settings of one environment, after command line, environment variables and file have been merged and parsed.
 * Paths are absolute. What is null is not configured: the checks that need it are `skipped` and say which setting
 * would turn them on.
 */
export const Settings = z.strictObject({
  env: z.string().min(1).default('local'),
  /** The PostgreSQL that comes along, with Americano in it. Its URL is known only when it runs. */
  embedded: z.boolean().default(false),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql:// or postgres://')
    .nullable()
    .default(null),
  /** A server where databases may be created, for the shadow database; the PostgreSQL that comes along without it. */
  shadowDatabaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql:// or postgres://')
    .nullable()
    .default(null),
  /** `schema.prisma`, or the folder of a multi-file schema. */
  schema: z.string().nullable().default(null),
  migrations: z.string().nullable().default(null),
  /** The folders of the generated clients; several where the schema has several generators. */
  client: z
    .union([z.string(), z.array(z.string().min(1, 'must be a path'))], {
      error: 'must be a path or a list of paths',
    })
    .transform((paths) => [paths].flat())
    .default([]),
  /** The running application; `embedded` fills it from the running dashboard. */
  baseUrl: z
    .string()
    .regex(/^https?:\/\//, 'must begin with http:// or https://')
    .nullable()
    .default(null),
  manifest: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
  /** `driftboard.indexes.ts` or `.json`: strategic indexes and the queries that they are there for. */
  indexManifest: z.string().nullable().default(null),
  /** A file with the queries that the application's Prisma Client logged. */
  queryLog: z.string().nullable().default(null),
  /** The Redis of the application's cache. */
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .nullable()
    .default(null),
  /**
   * Where the dashboard keeps its runs: a database of its own, never the watched one. With the PostgreSQL that comes
   * along it is made there; otherwise, without it, runs are kept in memory.
   */
  storeUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql:// or postgres://')
    .nullable()
    .default(null),
  /** Of each environment so many runs are kept at most, and none that is older than so many days. */
  storeMaxRuns: z.number().int().min(100).max(10_000_000).default(DEFAULT_STORE_MAX_RUNS),
  storeMaxDays: z.number().int().min(1).max(36_500).default(DEFAULT_STORE_MAX_DAYS),
  /** Older than so many days, of runs that found the same only the first and the last of the row are kept. */
  storeThinDays: z.number().int().min(0).max(36_500).default(DEFAULT_STORE_THIN_DAYS),
  /**
   * The header in which the proxy in front of the dashboard tells who is signed in; without it, people type their name.
   * Set it only where nobody reaches the dashboard past the proxy.
   */
  personHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')
    .nullable()
    .default(null),
  /** Where the dashboard tells that a verdict changed. */
  notify: ChannelSettings,
  /** What is told at once, and what waits. */
  notifyRules: NotifyRules.prefault({}),
  /** Where people reach the dashboard, for the links in notifications. */
  publicUrl: z
    .string()
    .regex(/^https?:\/\//, 'must begin with http:// or https://')
    .nullable()
    .default(null),
  /** What a release has to meet, and who decides; of the settings file only. */
  signOff: SignOffSettings.prefault({}),
  /** `driftboard.waivers.json`: findings that a person has accepted until a day. */
  waivers: z.string().nullable().default(null),
  /** A waiver lasts so many days at most. */
  waiverMaxDays: z.number().int().min(1).max(3_650).default(DEFAULT_WAIVER_MAX_DAYS),
  /** Where rules by statistics begin to speak. */
  thresholds: Thresholds.prefault({}),
  /** An environment whose data are real: requests that change something are sent there only with `allowWrites`. */
  production: z.boolean().default(false),
  allowWrites: z.boolean().default(false),
  /** A base URL with a public name may lead to an address inside (10.…, 192.168.…, loopback); otherwise it is refused. */
  allowPrivateAddress: z.boolean().default(false),
  /** So many requests to the application are under way at most. */
  concurrency: z.number().int().min(1).max(256).default(DEFAULT_CONCURRENCY),
  only: z.array(SelectableGroup).default([]),
  skip: z.array(Skippable).default([]),
  /** Names or `*` patterns of tables, enums and other objects to leave out. */
  ignore: z.array(z.string().min(1)).default([]),
  failOn: z.enum(['error', 'warning']).default('error'),
  /** `tsconfig.json` of the application: its types are checked against a new client before that is put in place. */
  typeCheck: z.string().nullable().default(null),
  /** Whether errors of the types that a new client brings keep it out, or are only told. */
  onTypeErrors: z.enum(['warn', 'block']).default('warn'),
  /** What restarts the application after a new client is in place, run by the shell in the folder of the settings. */
  restartCommand: z.string().min(1).nullable().default(null),
  /** An address that is sent a POST to restart the application. */
  restartWebhook: z
    .string()
    .regex(/^https?:\/\//, 'must begin with http:// or https://')
    .nullable()
    .default(null),
  /** How long a restart may take: the command or the webhook itself, and then the processes until they hold the new client. */
  restartTimeoutMs: z.number().int().min(1_000).max(3_600_000).default(DEFAULT_RESTART_TIMEOUT_MS),
  /** Of `prisma generate`: how long it may take, and how much memory its processes may have together. */
  generateTimeoutMs: z.number().int().min(1_000).max(3_600_000).default(DEFAULT_GENERATE_TIMEOUT_MS),
  generateMemoryMb: z.number().int().min(64).max(1_000_000).default(DEFAULT_GENERATE_MEMORY_MB),
  /** Of each probe; statements and requests get no more than this. */
  timeoutMs: z.number().int().min(100).max(600_000).default(DEFAULT_TIMEOUT_MS),
});
export type Settings = z.infer<typeof Settings>;

/** What `driftboard.config.ts` exports: one environment, or several by name. */
export const ConfigFile = z.union([
  z.strictObject({
    default: z.string().optional(),
    environments: z.record(z.string(), Settings.omit({ env: true }).partial()),
  }),
  Settings.partial(),
]);
export type ConfigFile = z.input<typeof ConfigFile>;
