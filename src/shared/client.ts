import { z } from 'zod';
import { PrismaEnum, PrismaModel } from './prisma-schema';

const ClientFile = z.object({ path: z.string(), sizeBytes: z.number(), modifiedAt: z.string() });

/** A file that is there and is of no use. */
export const BrokenFile = z.object({
  path: z.string(),
  /** `of another generation`: what stands in it belongs to another schema than the rest of the client. */
  why: z.enum(['empty', 'cut off', 'of another generation']),
});
export type BrokenFile = z.infer<typeof BrokenFile>;

/** A generated Prisma Client as it lies on disk. */
export const GeneratedClient = z.object({
  /** What keys and rows call it: `client` where it is the only one, else the shortest path that tells it from the others. */
  name: z.string(),
  dir: z.string(),
  layout: z.enum(['prisma-client', 'prisma-client-js']),
  /** Prisma's version that generated it. */
  version: z.string(),
  /** What runs its queries, in Prisma's words: `client` is WASM and needs a driver adapter, the others are native. */
  engineType: z.enum(['library', 'binary', 'client']),
  /** Whether it brings a copy of Prisma's runtime along (`own`), or imports that of the installed `@prisma/client`. */
  runtime: z.enum(['own', 'package']),
  /** sha256 of the normalised schema inside it and the version: the same computation as in a running process. */
  fingerprint: z.string(),
  /** sha256 of the normalised schema text alone, comparable with `PrismaSchema.fingerprint`. */
  schemaFingerprint: z.string(),
  models: z.array(PrismaModel),
  enums: z.array(PrismaEnum),
  files: z.array(ClientFile),
  /** Files that this layout needs and that are not there. */
  missingFiles: z.array(z.string()),
  brokenFiles: z.array(BrokenFile),
  generatedAt: z.string(),
});
export type GeneratedClient = z.infer<typeof GeneratedClient>;

export const ClientLayout = GeneratedClient.shape.layout;
export type ClientLayout = z.infer<typeof ClientLayout>;

/** What lies where a client should be. `placeholder`: what installing `@prisma/client` puts there before any `generate`. */
export const InsteadOfClient = z.enum([
  'nothing',
  'an empty folder',
  'other files',
  'a file',
  'the placeholder',
  'the package',
]);
export type InsteadOfClient = z.infer<typeof InsteadOfClient>;

/**
 * What was found in the folder of the client. `missing`: nothing of a client. `unreadable`: something that may not or
 * cannot be read, so that nobody knows what it is. `incomplete`: files of its layout lack or are cut off so far that its
 * schema cannot be read. `complete`: the schema could be read; `missingFiles` and `brokenFiles` may still name some.
 */
export const ClientOnDisk = z.discriminatedUnion('state', [
  z.object({ state: z.literal('missing'), name: z.string(), dir: z.string(), found: InsteadOfClient }),
  z.object({
    state: z.literal('unreadable'),
    name: z.string(),
    dir: z.string(),
    /** A sentence: the thing, the reason, the next step. */
    reason: z.string(),
  }),
  z.object({
    state: z.literal('incomplete'),
    name: z.string(),
    dir: z.string(),
    layout: ClientLayout,
    files: z.array(ClientFile),
    missingFiles: z.array(z.string()),
    brokenFiles: z.array(BrokenFile),
  }),
  z.object({ state: z.literal('complete'), client: GeneratedClient }),
]);
export type ClientOnDisk = z.infer<typeof ClientOnDisk>;

/** Those whose schema could be read. */
export function completeClients(found: readonly ClientOnDisk[]): GeneratedClient[] {
  return found.flatMap((one) => (one.state === 'complete' ? [one.client] : []));
}

/** The versions that resolve from a client's folder. Null where the package is not there. */
export const InstalledPrisma = z.object({
  cli: z.string().nullable(),
  client: z.string().nullable(),
  /** `@prisma/adapter-pg`, without which a client that has no engine of its own runs no query. */
  adapter: z.string().nullable(),
});
export type InstalledPrisma = z.infer<typeof InstalledPrisma>;

/** Clients in several packages of one repository may have different versions beside them. */
export type InstalledBeside = InstalledPrisma & {
  /** The client from whose folder they were looked for. */
  name: string;
};

export const DelegateResult = z.object({
  /** The client that it was counted through, by its `name`. */
  client: z.string(),
  model: z.string(),
  /** `struggleIndicator`: the name by which code calls it. */
  delegate: z.string(),
  ok: z.boolean(),
  /**
   * One row with every scalar field: `read` proves the columns and that their values can be decoded, `none` (an empty
   * table) the columns only. Absent where it failed.
   */
  firstRow: z.enum(['read', 'none']).optional(),
  /** How many rows it counted; null where it failed, and where the table is so large that only one row was read. */
  count: z.number().int().nullable(),
  /** PostgreSQL's estimate of the rows, where they were not counted for their number. */
  estimate: z.number().nullable(),
  durationMs: z.number(),
  /** `P2021`, `P2022`, `missing-delegate`, `timeout`, `import-failed`, `not-tried` …; null when ok. */
  errorCode: z.string().nullable(),
  message: z.string().nullable(),
});
export type DelegateResult = z.infer<typeof DelegateResult>;

/** The client itself cannot be imported: every delegate of it has this code, and the reason as its message. */
export const IMPORT_FAILED = 'import-failed';
/** Nothing could be measured through this client: every delegate of it has this code, and the reason as its message. */
export const NOT_TRIED = 'not-tried';

/** Codes of what proves nothing of a delegate, neither good nor bad. */
const UNMEASURED: ReadonlySet<string> = new Set(['timeout', 'permission-denied', NOT_TRIED]);

/** What a try says of its delegate: one that did not answer in time, or was refused to our user, says nothing. */
export function delegateVerdict({
  ok,
  errorCode,
}: Pick<DelegateResult, 'ok' | 'errorCode'>): 'pass' | 'fail' | 'unknown' {
  if (ok) return 'pass';
  return UNMEASURED.has(errorCode ?? '') ? 'unknown' : 'fail';
}

/** What a fresh child process found when it imported the client on disk and tried every delegate. */
export const DelegateReport = z.object({
  /** For each client every model of `schema.prisma` once, in its order; also those whose delegate lacks. */
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
  /** What tells two processes of one pid apart: the name of the host or container. Answers may leave it out. */
  instance: z.string().max(255).optional(),
});
export type LoadedClient = z.infer<typeof LoadedClient>;

export const ClientProcesses = z.object({
  url: z.string(),
  /** Each process that answered behind the address, once, by the time of its start. */
  processes: z.array(LoadedClient),
  /** How many requests were made until no new process answered. */
  requests: z.number().int(),
  /** What was seen of processes that are not among these: a request that failed, a limit that was reached. */
  gaps: z.array(z.string()).optional(),
});
export type ClientProcesses = z.infer<typeof ClientProcesses>;
