import type { z } from 'zod';
import type { Need, Observed } from '../../checks/types';
import type { Settings } from '../../shared/config';
import type { Evidence, Observation } from '../../shared/observation';
import type { CellQuery, Cells } from './catalogue/cells';

/** One read-only snapshot of the watched database, shared by all probes of a run. */
export type DatabaseSession = {
  /** Which transactions all statements see, as `pg_current_snapshot()` prints it: known since the session began. */
  moment(): string;
  /**
   * Runs one statement and parses each row.
   * @throws DatabaseError with a sentence, when the statement fails, times out, or a row is not of the form.
   */
  query<T>(sql: string, row: z.ZodType<T>, params?: unknown[]): Promise<{ rows: T[]; evidence: Evidence }>;
  /**
   * Asks several questions in one message and takes their text cells apart.
   * @param where `beside` asks a second connection on the same snapshot, where there can be one
   * @throws DatabaseError
   */
  cells(queries: readonly CellQuery<string>[], where?: 'here' | 'beside'): Promise<CellAnswers>;
  /** Moves on to the present moment. Only for whoever has the session alone. @throws DatabaseError */
  renew(): Promise<void>;
};

/** The answers to several questions, each by the question itself. */
export type CellAnswers = {
  of<F extends string>(query: CellQuery<F>): Cells<F>;
  evidence: Evidence;
};

export type ProbeContext = {
  settings: Settings;
  /** Aborted when the run is cancelled or its time is over. */
  signal: AbortSignal;
  /** The folder of Driftboard itself, and the one where it may keep files. */
  projectRoot: string;
  dataDir: string;
  /**
   * Opened at the first call, closed by the engine once all who asked for it are done: ask before anything else. The
   * catalogue is read first. Rejects with a sentence where it cannot connect.
   */
  database(): Promise<DatabaseSession>;
  /** Another probe's observation, read once per run. */
  observe<N extends Need>(need: N): Promise<Observation<Observed[N]>>;
};

/** Asks one question of the outside. It judges nothing, and never throws: a failure is an observation too. */
export type Probe<N extends Need = Need> = {
  need: N;
  /** It measures time, so it waits until every other probe of the run is done: our own work must not slow what it measures. */
  afterOthers?: boolean;
  /** Where it keeps to another limit than `timeoutMs`: after how long it is given up. */
  limitMs?(settings: Settings): number;
  read(context: ProbeContext): Promise<Observation<Observed[N]>>;
};

export function observed<T>(value: T, ...evidence: Evidence[]): Observation<T> {
  return { ok: true, value, evidence };
}

/** @param reason a sentence: the thing, the reason, the next step */
export function failed(reason: string, ...evidence: Evidence[]): Observation<never> {
  return { ok: false, reason, evidence };
}

/** @param reason which setting would turn it on: `No --client is set: …` */
export function notConfigured(reason: string): Observation<never> {
  return { ok: false, reason, evidence: [], notConfigured: reason };
}
