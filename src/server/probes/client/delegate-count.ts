import { z } from 'zod';
import type { DelegateResult } from '../../../shared/client';
import type { DelegateAnswer } from './delegate-protocol';
import { errorCode, errorText } from './errors';

/** A client as far as counting needs it. */
export type Delegates = object;

const hasMethod = (value: unknown, name: string) =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
const Delegate = z.custom<{ count(): Promise<unknown> }>((value) => hasMethod(value, 'count'));
type Limits = { maxWait: number; timeout: number };
const Transactional = z.custom<{
  $transaction(work: (transaction: unknown) => Promise<unknown>, limits: Limits): Promise<unknown>;
}>(
  (value) => hasMethod(value, '$transaction'),
  'The client has no $transaction, so behind PgBouncer nothing was counted.',
);
const InTransaction = z.custom<{ $executeRawUnsafe(sql: string): Promise<unknown> }>(
  (value) => hasMethod(value, '$executeRawUnsafe'),
  'The client cannot make a transaction read-only, so behind PgBouncer nothing was counted.',
);
const Count = z.number().int().nonnegative();

/** Prisma's codes that speak of the way to the database, not of a table in it. */
const CONNECTION_CODES = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1010',
  'P1011',
  'P1017',
  'P2037',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
]);
const NO_ENGINE =
  /query engine (library )?(for|could not)|libquery_engine|query_engine|could not locate the query engine|PrismaClientConstructorValidationError/i;

/** `struggleIndicator` for `StruggleIndicator`: how Prisma names a model's delegate. */
export function delegateName(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

/**
 * Counts through the delegate of each model, all side by side (the pool limits the connections).
 * @param timeoutMs of each count, its wait for a connection included
 * @param options `pooled` where PgBouncer stands between, so that the connection itself could not be made read-only
 */
export async function countAll(
  client: Delegates,
  models: readonly string[],
  timeoutMs: number,
  options: { pooled?: boolean; name?: string } = {},
): Promise<DelegateAnswer> {
  const count = options.pooled === true ? countInTransaction : countPlainly;
  const results = await Promise.all(
    models.map((model) => countOne(client, model, timeoutMs, count, options.name ?? 'client')),
  );
  const failures = results.filter((result) => !result.ok && result.errorCode !== 'missing-delegate');
  const [first] = failures;
  if (first !== undefined && !results.some((result) => result.ok)) {
    const message = first.message ?? '';
    if (failures.every((result) => NO_ENGINE.test(result.message ?? '')))
      return { ok: false, kind: 'engine', message };
    if (failures.every((result) => CONNECTION_CODES.has(result.errorCode ?? ''))) {
      return { ok: false, kind: 'database', message };
    }
  }
  return { ok: true, report: { results } };
}

type CountThrough = (client: Delegates, name: string, timeoutMs: number) => Promise<unknown>;

const countPlainly: CountThrough = async (client, name) => Delegate.parse(Reflect.get(client, name)).count();

/** The transaction makes itself read-only: such a setting cannot travel with a connection through PgBouncer. */
const countInTransaction: CountThrough = async (client, name, timeoutMs) =>
  Transactional.parse(client).$transaction(
    async (transaction) => {
      const inside = InTransaction.parse(transaction);
      await inside.$executeRawUnsafe('SET TRANSACTION READ ONLY');
      await inside.$executeRawUnsafe(`SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`);
      return countPlainly(inside, name, timeoutMs);
    },
    { maxWait: timeoutMs, timeout: timeoutMs },
  );

async function countOne(
  client: Delegates,
  model: string,
  timeoutMs: number,
  countThrough: CountThrough,
  clientName: string,
): Promise<DelegateResult> {
  const name = delegateName(model);
  const startedAt = performance.now();
  const base = { client: clientName, model, delegate: name, estimate: null };
  const delegate = Delegate.safeParse(Reflect.get(client, name));
  if (!delegate.success) {
    const message = `The client has no delegate ${name}: it was generated without the model ${model}.`;
    return { ...base, ok: false, count: null, durationMs: 0, errorCode: 'missing-delegate', message };
  }
  try {
    const count = Count.parse(await withDeadline(countThrough(client, name, timeoutMs), timeoutMs));
    return {
      ...base,
      ok: true,
      count,
      durationMs: performance.now() - startedAt,
      errorCode: null,
      message: null,
    };
  } catch (error) {
    return {
      ...base,
      ok: false,
      count: null,
      durationMs: performance.now() - startedAt,
      errorCode: codeOf(error),
      message: messageOf(error),
    };
  }
}

class DeadlineError extends Error {}

function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new DeadlineError(`The count did not end within ${timeoutMs} ms.`)),
      timeoutMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** 57014 is PostgreSQL’s query_canceled: the limits of our own connection. */
const CANCELLED = /statement timeout|lock timeout|57014/;

/** 42501 is insufficient_privilege, for which Prisma has words of its own. */
const NOT_PERMITTED = /42501|permission denied|was denied access/i;

function codeOf(error: unknown): string {
  const text = errorText(error);
  if (NOT_PERMITTED.test(text)) return 'permission-denied';
  if (error instanceof DeadlineError || CANCELLED.test(text)) return 'timeout';
  const initialisation = z.object({ errorCode: z.string() }).safeParse(error);
  return errorCode(error) ?? (initialisation.success ? initialisation.data.errorCode : 'error');
}

/** Prisma's messages begin with an empty line and the call; the reason is the last paragraph. */
function messageOf(error: unknown): string {
  const lines = errorText(error)
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^Invalid `.*` invocation/.test(line)).join(' ');
}
