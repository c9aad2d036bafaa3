import { z } from 'zod';
import { EndpointFigures } from './endpoints/contract';
import { Objects } from './sizes';

// What the benchmark's processes tell one another, and what `--json` keeps.

const Median = z.object({ wallMs: z.number(), cpuMs: z.number(), rounds: z.number().int() });
export type Median = z.infer<typeof Median>;

/** What was measured in one process, round by round, one after the other. */
export const Rounds = z.object({
  /** The five queries on connections that stand already. */
  floor: Median,
  /** The same with the making of the two connections. */
  floorConnecting: Median,
  /** Reading, modelling, comparing, on a session that stands already. */
  look: Median,
  lookOpening: Median,
  /** The same look when the catalogue has not changed since the last; without and with opening the session. */
  unchanged: Median,
  unchangedOpening: Median,
  /** That again when somebody has written data on the server meanwhile, as somebody always does on one in use. */
  unchangedWritten: Median,
  unchangedWrittenOpening: Median,
  /** Everything that a run does: also schema.prisma, causes, figures, and the rows of the pages. */
  whole: Median,
  /** The same when nothing has changed since the last run of the process: what a dashboard does most. */
  wholeUnchanged: Median,
  engine: Median.nullable(),
  /** The same without the making of its connection, which was timed right after it. */
  engineConnected: Median.nullable(),
  /** Of what is expected: worked out from schema.prisma, and from what was remembered. */
  expectedFirst: Median,
  expectedRemembered: Median,
  floorRows: z.number().int(),
  compared: z.number().int(),
  findings: z.number().int(),
  ran: z.array(z.string()),
  notRun: z.array(z.object({ id: z.string(), reason: z.string() })),
});
export type Rounds = z.infer<typeof Rounds>;

/** Memory of a process that did nothing but look: its peaks, and at the end what of it is no garbage. */
export const Memory = z.object({
  loadedMb: z.number(),
  firstLookMb: z.number(),
  /** After further looks at what has not changed. */
  unchangedMb: z.number(),
  /** After further looks that read everything anew. */
  warmMb: z.number(),
  heldMb: z.number(),
});
export type Memory = z.infer<typeof Memory>;

/** Of Americano's generated client. */
export const ClientFigures = z.object({
  /** Whether it is up to date, the first time in a process and afterwards; nothing of it is imported. */
  freshnessFirst: Median,
  freshness: Median,
  compared: z.number().int(),
  delegates: z.number().int(),
  /** The child process that imports the client and tries every delegate; and the same process with none to try. */
  allDelegates: Median,
  noDelegate: Median,
});
export type ClientFigures = z.infer<typeof ClientFigures>;

const ColdRuns = z.object({
  wallMs: z.number(),
  memoryMb: z.number(),
  runs: z.number().int(),
  exitCode: z.number().int(),
});
export type ColdRuns = z.infer<typeof ColdRuns>;

export const SizeResult = z.object({
  size: z.string(),
  objects: Objects,
  rounds: Rounds,
  memory: Memory,
  /** Only Americano has a client. */
  client: ClientFigures.nullable(),
  /**
   * `driftboard verify` as a process, with what is expected remembered, and with nothing remembered; and a process that
   * compares once with Prisma's schema engine.
   */
  cold: z.object({ remembered: ColdRuns, empty: ColdRuns, engine: ColdRuns }),
});
export type SizeResult = z.infer<typeof SizeResult>;

export const Result = z.object({
  date: z.string(),
  machine: z.object({
    system: z.string(),
    cores: z.number().int(),
    memoryGb: z.number(),
    node: z.string(),
    postgres: z.string(),
    /** Of the last minute, when it began: other work on the machine makes every figure worse. */
    loadAverage: z.number(),
  }),
  commit: z.string().nullable(),
  sizes: z.array(SizeResult),
  endpoints: EndpointFigures,
});
export type Result = z.infer<typeof Result>;
