import { z } from 'zod';
import { SelectableGroup } from './verdict';

/** Default limits; each is a setting. */
export const DEFAULT_TIMEOUT_MS = 10_000;

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
  client: z.string().nullable().default(null),
  /** The running application; `embedded` fills it from the running dashboard. */
  baseUrl: z
    .string()
    .regex(/^https?:\/\//, 'must begin with http:// or https://')
    .nullable()
    .default(null),
  manifest: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
  only: z.array(SelectableGroup).default([]),
  skip: z.array(SelectableGroup).default([]),
  /** Names or `*` patterns of tables, enums and other objects to leave out. */
  ignore: z.array(z.string().min(1)).default([]),
  failOn: z.enum(['error', 'warning']).default('error'),
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
