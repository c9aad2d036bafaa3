import { z } from 'zod';
import type { DelegateResult } from '../../../shared/client';
import {
  DeadlineError,
  delegateErrorCode,
  delegateErrorMessage,
  isConnectionError,
  isEngineMissing,
  NullError,
} from './delegate-errors';
import type { DelegateAnswer, DelegateModel } from './delegate-protocol';

/** A client as far as its delegates need it. */
export type Delegates = object;

const hasMethod = (value: unknown, name: string) =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
const Delegate = z.custom<{ count(): Promise<unknown>; findFirst(): Promise<unknown> }>(
  (value) => hasMethod(value, 'count') && hasMethod(value, 'findFirst'),
);
type Limits = { maxWait: number; timeout: number };
const Transactional = z.custom<{
  $transaction(work: (transaction: unknown) => Promise<unknown>, limits: Limits): Promise<unknown>;
}>(
  (value) => hasMethod(value, '$transaction'),
  'The client has no $transaction, so behind PgBouncer nothing was read.',
);
const InTransaction = z.custom<{ $executeRawUnsafe(sql: string): Promise<unknown> }>(
  (value) => hasMethod(value, '$executeRawUnsafe'),
  'The client cannot make a transaction read-only, so behind PgBouncer nothing was read.',
);
const Count = z.number().int().nonnegative();

/** What Node says when a file is not there: of a client's own query compiler, which it loads at its first query. */
const NO_FILE = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ENOENT']);

/** `struggleIndicator` for `StruggleIndicator`: how Prisma names a model's delegate. */
export function delegateName(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

/** With less time left a query would only measure the end. */
const MIN_TURN_MS = 10;

export type ProveOptions = {
  /** Of all delegates together, their turns included. */
  timeoutMs: number;
  /** As many as the pool has connections: more would only wait in it, and their time would be that of waiting. */
  concurrency: number;
  /** PgBouncer stands between, so that the connection itself could not be made read-only. */
  pooled?: boolean;
  /** What the client is called in the results. */
  name?: string;
};

/**
 * Reads one row with every scalar field through the delegate of each model, then counts its rows where that is wanted;
 * as many models side by side as there are connections. A count touches no column: only the row shows a column
 * that lacks and a value that cannot be decoded. The row is dropped here.
 */
export async function proveAll(
  client: Delegates,
  models: readonly DelegateModel[],
  options: ProveOptions,
): Promise<DelegateAnswer> {
  const results = await inTurns(models, options, (model, leftMs) => proveOne(client, model, leftMs, options));
  const failures = results.filter((result) => !result.ok && result.errorCode !== 'missing-delegate');
  const [first] = failures;
  if (first !== undefined && !results.some((result) => result.ok)) {
    const message = first.message ?? '';
    const all = (test: (code: string, message: string) => boolean) =>
      failures.every((result) => test(result.errorCode ?? '', result.message ?? ''));
    if (all((_code, text) => isEngineMissing(text))) return { ok: false, kind: 'engine', message };
    if (all(isConnectionError)) return { ok: false, kind: 'database', message };
    if (all((code) => NO_FILE.has(code))) return { ok: false, kind: 'import', message };
  }
  return { ok: true, report: { results } };
}

type Proof = Pick<DelegateResult, 'firstRow' | 'count' | 'estimate'>;

/** The results in the order of the models; each is told how much of the time is left when its turn comes. */
async function inTurns<T>(
  models: readonly DelegateModel[],
  { timeoutMs, concurrency }: ProveOptions,
  work: (model: DelegateModel, leftMs: number) => Promise<T>,
): Promise<T[]> {
  const endAt = performance.now() + timeoutMs;
  const results: T[] = [];
  const waiting = models.entries();
  const worker = async () => {
    for (const [index, model] of waiting) results[index] = await work(model, endAt - performance.now());
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
  return results;
}

async function proveOne(
  client: Delegates,
  model: DelegateModel,
  timeoutMs: number,
  { pooled, name = 'client' }: ProveOptions,
): Promise<DelegateResult> {
  const delegate = delegateName(model.name);
  const startedAt = performance.now();
  const base = { client: name, model: model.name, delegate };
  const unproven = { ok: false, count: null, estimate: null };
  if (!Delegate.safeParse(Reflect.get(client, delegate)).success) {
    const message = `The client has no delegate ${delegate}: it was generated without the model ${model.name}.`;
    return { ...base, ...unproven, durationMs: 0, errorCode: 'missing-delegate', message };
  }
  if (timeoutMs < MIN_TURN_MS) {
    const message = 'Its turn did not come before the time was over: those before it took all of it.';
    return { ...base, ...unproven, durationMs: 0, errorCode: 'timeout', message };
  }
  const proof: Proof = { count: null, estimate: null };
  const work = (through: unknown) => prove(Reflect.get(Object(through), delegate), model, proof);
  const error = await inTime(pooled ? readOnly(client, work, timeoutMs) : work(client), timeoutMs).then(
    () => null,
    (thrown: unknown) => ({
      errorCode: delegateErrorCode(thrown),
      message: delegateErrorMessage(thrown),
    }),
  );
  const durationMs = performance.now() - startedAt;
  // A table whose rows are too many to count in time has given one of them: that is the stronger proof.
  if (error === null || (proof.firstRow !== undefined && error.errorCode === 'timeout')) {
    return { ...base, ...proof, ok: true, durationMs, errorCode: null, message: null };
  }
  return { ...base, ...unproven, durationMs, ...error };
}

async function prove(through: unknown, model: DelegateModel, proof: Proof): Promise<void> {
  const delegate = Delegate.parse(through);
  const row = await delegate.findFirst();
  for (const field of model.required ?? []) {
    if (row !== null && Reflect.get(Object(row), field) === null) throw new NullError(field);
  }
  proof.firstRow = row === null ? 'none' : 'read';
  if (model.counted) proof.count = Count.parse(await delegate.count());
  else proof.estimate = model.estimate;
}

/** The transaction makes itself read-only: such a setting cannot travel with a connection through PgBouncer. */
function readOnly(
  client: Delegates,
  work: (transaction: unknown) => Promise<void>,
  timeoutMs: number,
): Promise<unknown> {
  const transactional = Transactional.safeParse(client);
  if (!transactional.success) return Promise.reject(new Error(transactional.error.issues[0]?.message));
  return transactional.data.$transaction(
    async (transaction) => {
      const inside = InTransaction.parse(transaction);
      await inside.$executeRawUnsafe('SET TRANSACTION READ ONLY');
      await inside.$executeRawUnsafe(`SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`);
      await work(transaction);
    },
    { maxWait: timeoutMs, timeout: timeoutMs },
  );
}

function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new DeadlineError(`It did not answer within ${Math.round(timeoutMs)} ms.`)),
      timeoutMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
