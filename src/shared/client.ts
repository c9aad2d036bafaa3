import { z } from 'zod';
import { PrismaEnum, PrismaModel } from './prisma-schema';

/** A generated Prisma Client as it lies on disk. */
export const GeneratedClient = z.object({
  dir: z.string(),
  layout: z.enum(['prisma-client', 'prisma-client-js']),
  /** Prisma's version that generated it. */
  version: z.string(),
  /** sha256 of the normalised schema inside it and the version: the same computation as in a running process. */
  fingerprint: z.string(),
  /** sha256 of the normalised schema text alone, comparable with `PrismaSchema.fingerprint`. */
  schemaFingerprint: z.string(),
  models: z.array(PrismaModel),
  enums: z.array(PrismaEnum),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), modifiedAt: z.string() })),
  /** Files that this layout needs and that are not there. */
  missingFiles: z.array(z.string()),
  generatedAt: z.string(),
});
export type GeneratedClient = z.infer<typeof GeneratedClient>;

export const ClientLayout = GeneratedClient.shape.layout;
export type ClientLayout = z.infer<typeof ClientLayout>;

/**
 * What was found in the folder of the client. `missing`: there is no folder, or nothing of a client in it.
 * `incomplete`: files of its layout lack so far that its schema cannot be read. `complete`: the schema could be read;
 * `client.missingFiles` may still name files that lack.
 */
export const ClientOnDisk = z.discriminatedUnion('state', [
  z.object({ state: z.literal('missing'), dir: z.string() }),
  z.object({
    state: z.literal('incomplete'),
    dir: z.string(),
    layout: ClientLayout,
    files: GeneratedClient.shape.files,
    missingFiles: z.array(z.string()),
  }),
  z.object({ state: z.literal('complete'), client: GeneratedClient }),
]);
export type ClientOnDisk = z.infer<typeof ClientOnDisk>;

/** The versions that are installed beside the application. Null where the package is not there. */
export const InstalledPrisma = z.object({
  cli: z.string().nullable(),
  client: z.string().nullable(),
});
export type InstalledPrisma = z.infer<typeof InstalledPrisma>;

export const DelegateResult = z.object({
  model: z.string(),
  /** `struggleIndicator`: the name by which code calls it. */
  delegate: z.string(),
  ok: z.boolean(),
  count: z.number().int().nullable(),
  durationMs: z.number(),
  /** `P2021`, `P2022`, `missing-delegate`, `timeout` …; null when ok. */
  errorCode: z.string().nullable(),
  message: z.string().nullable(),
});
export type DelegateResult = z.infer<typeof DelegateResult>;

/** What a fresh child process found when it imported the client on disk and counted through every delegate. */
export const DelegateReport = z.object({
  /** Every model of `schema.prisma` once, in its order; also those whose delegate lacks. */
  results: z.array(DelegateResult),
});
export type DelegateReport = z.infer<typeof DelegateReport>;

/** What `GET /api/health/client` of an application answers: which client a process holds in memory. */
export const LoadedClient = z.object({
  fingerprint: z.string(),
  schemaFingerprint: z.string(),
  version: z.string(),
  models: z.array(z.string()),
  pid: z.number().int(),
  /** When the process started, and when it took up this client (ISO 8601). */
  startedAt: z.string(),
  loadedAt: z.string(),
  commit: z.string().nullable(),
});
export type LoadedClient = z.infer<typeof LoadedClient>;

export const ClientProcesses = z.object({
  url: z.string(),
  processes: z.array(LoadedClient),
});
export type ClientProcesses = z.infer<typeof ClientProcesses>;
