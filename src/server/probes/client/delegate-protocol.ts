import { z } from 'zod';
import { DelegateReport } from '../../../shared/client';

/** A model to try, with what is known of its table. */
export const DelegateModel = z.object({
  name: z.string(),
  /** Whether its rows are counted; of a large table one row is read, and that is all. */
  counted: z.boolean(),
  /** PostgreSQL's estimate of the rows; null where it has none, or where nobody asked for it. */
  estimate: z.number().nullable(),
  /** Fields in which the client promises a value: Prisma 7 hands a NULL in one on, where those before threw P2032. */
  required: z.array(z.string()).optional(),
});
export type DelegateModel = z.infer<typeof DelegateModel>;

/** What the child process is told, as JSON on its standard input. The database's URL comes by environment. */
export const DelegateTask = z.object({
  /** The file to import: a bundle of the TypeScript layout, or `index.js`. */
  entry: z.string(),
  /** Whether the client may be constructed without an adapter: one before Prisma 7 may have a native engine. */
  mayHaveEngine: z.boolean(),
  /** The folder of `@prisma/adapter-pg`, or why there is none that fits. */
  adapter: z.union([z.object({ dir: z.string() }), z.object({ lacks: z.string() })]),
  /** What the client is called in the answer. */
  name: z.string(),
  models: z.array(DelegateModel),
  /** When all must have been tried (milliseconds since 1970): importing the client takes its share of the time. */
  deadlineAt: z.number().int().positive(),
  /** At most so many connections. */
  connections: z.number().int().positive(),
});
export type DelegateTask = z.infer<typeof DelegateTask>;

/** The environment variable with the URL: an argument could be read in the list of processes. */
export const URL_VARIABLE = 'DRIFTBOARD_DELEGATES_URL';

/** What the child says in the end; `failure` where no delegate could be tried at all. */
export const DelegateAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), report: DelegateReport }),
  z.object({
    ok: z.literal(false),
    /**
     * `import`: the client itself is broken, which is measured. The others are of where it was tried: `package`: one that
     * it imports is not installed; `engine`: nothing here can run its queries; `database`: not reachable.
     */
    kind: z.enum(['import', 'package', 'engine', 'database']),
    message: z.string(),
  }),
]);
export type DelegateAnswer = z.infer<typeof DelegateAnswer>;
export type DelegateFailure = Extract<DelegateAnswer, { ok: false }>;

/**
 * Where the child writes, apart from all that the client prints: a line each. `importing` and `imported` tell whose
 * doing it is when it ends without the last line, the answer.
 */
export const ANSWER_FD = 3;
export const IMPORTING = 'importing';
export const IMPORTED = 'imported';

/** The child's exit code where the fault is Driftboard's own (EX_SOFTWARE), so that no client is accused of it. */
export const OWN_FAULT = 70;
