import { z } from 'zod';
import { ClientLayout, DelegateReport } from '../../../shared/client';

/** What the child process is told, as JSON on its standard input. The database's URL comes by environment. */
export const DelegateTask = z.object({
  /** The file to import: a bundle of the TypeScript layout, or `index.js`. */
  entry: z.string(),
  layout: ClientLayout,
  /** Folders from which `@prisma/adapter-pg` is looked up, the nearest first. */
  adapterFrom: z.array(z.string()),
  /** What the client is called in the answer. */
  name: z.string(),
  models: z.array(z.string()),
  /** When all counts must have ended (milliseconds since 1970): importing the client takes its share of the time. */
  deadlineAt: z.number().int().positive(),
  /** At most so many connections. */
  connections: z.number().int().positive(),
});
export type DelegateTask = z.infer<typeof DelegateTask>;

/** The environment variable with the URL: an argument could be read in the list of processes. */
export const URL_VARIABLE = 'DRIFTBOARD_DELEGATES_URL';

/** The line that the child prints; `failure` where no count could be tried at all. */
export const DelegateAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), report: DelegateReport }),
  z.object({
    ok: z.literal(false),
    /** `import`: the client cannot be imported; `engine`: nothing here can run its queries; `database`: not reachable. */
    kind: z.enum(['import', 'engine', 'database']),
    message: z.string(),
  }),
]);
export type DelegateAnswer = z.infer<typeof DelegateAnswer>;

/** Begins the line with the answer, so that what else the client prints is told from it. */
export const ANSWER_MARK = 'driftboard-delegates:';
