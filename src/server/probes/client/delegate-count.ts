import { z } from 'zod';
import type { DelegateResult } from '../../../shared/client';
import type { DelegateAnswer } from './delegate-protocol';
import { errorCode, errorText } from './errors';

/** A client as far as counting needs it. */
export type Delegates = object;

const Delegate = z.custom<{ count(): Promise<unknown> }>(
  (value) => typeof value === 'object' && value !== null && typeof Reflect.get(value, 'count') === 'function',
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
 */
export async function countAll(
  client: Delegates,
  models: readonly string[],
  timeoutMs: number,
): Promise<DelegateAnswer> {
  const results = await Promise.all(models.map((model) => countOne(client, model, timeoutMs)));
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

async function countOne(client: Delegates, model: string, timeoutMs: number): Promise<DelegateResult> {
  const name = delegateName(model);
  const startedAt = performance.now();
  const base = { model, delegate: name };
  const delegate = Delegate.safeParse(Reflect.get(client, name));
  if (!delegate.success) {
    const message = `The client has no delegate ${name}: it was generated without the model ${model}.`;
    return { ...base, ok: false, count: null, durationMs: 0, errorCode: 'missing-delegate', message };
  }
  try {
    const count = Count.parse(await withDeadline(delegate.data.count(), timeoutMs));
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

function codeOf(error: unknown): string {
  const text = errorText(error);
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
