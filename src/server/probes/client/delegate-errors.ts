import { z } from 'zod';
import type { DelegateFailure } from './delegate-protocol';
import { errorCode, errorText } from './errors';

/** A delegate did not answer in time. */
export class DeadlineError extends Error {}

/** A row holds NULL where the client promises a value. */
export class NullError extends Error {
  readonly code = 'null-in-required';
  constructor(field: string) {
    super(`The field ${field} is required, and the row that was read holds NULL in it.`);
  }
}

/** Codes of Prisma, PostgreSQL and Node that speak of the way to the database, not of a table in it. */
const CONNECTION =
  /^(P1000|P1001|P1002|P1003|P1008|P1010|P1011|P1017|P2037|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|08\w{3}|28\w{3}|53300|57P0\d)$/;
const CONNECTION_WORDS = /terminating connection|Connection terminated|server closed the connection/i;

/** A native engine is made for one platform, so that it lacks here says nothing of elsewhere. */
const NO_ENGINE =
  /could not locate the Query Engine|libquery_engine|query_engine-|query engine (library|binary)|PrismaClientConstructorValidationError/i;

/** 57014 is PostgreSQL's query_canceled: the limits of our own connection. */
const CANCELLED = /statement timeout|lock timeout|57014|55P03/;

/** 42501 is insufficient_privilege, for which Prisma has words of its own. */
const NOT_PERMITTED = /42501|permission denied|was denied access/i;

const Initialisation = z.object({ errorCode: z.string() });

/** `P2021`, `permission-denied`, `timeout` …: what rows and findings call it. */
export function delegateErrorCode(error: unknown): string {
  const text = errorText(error);
  if (NOT_PERMITTED.test(text)) return 'permission-denied';
  if (error instanceof DeadlineError || CANCELLED.test(text)) return 'timeout';
  const initialisation = Initialisation.safeParse(error);
  return errorCode(error) ?? (initialisation.success ? initialisation.data.errorCode : 'error');
}

/** Prisma's messages begin with an empty line and the call; the reason is the last paragraph. Values are masked. */
export function delegateErrorMessage(error: unknown): string {
  const lines = errorText(error)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^Invalid `.*` invocation/.test(line));
  return withoutValues(lines.join(' '));
}

/** A value that cannot be decoded is somebody's data: what Prisma says around it is enough to find it. */
function withoutValues(message: string): string {
  return message
    .replace(/(found incompatible value of )(["'`]).*?\2/gis, '$1$2…$2')
    .replace(/(could not convert (?:value )?)(["'`]).*?\2/gis, '$1$2…$2')
    .replace(/(invalid input syntax for [^:]*: ).*/is, '$1…')
    .replace(/(got \w+: ).*/is, '$1…');
}

/** Whether an error is one of the way to the database, wherever it was thrown. */
export function isConnectionError(code: string, message: string): boolean {
  return CONNECTION.test(code) || CONNECTION_WORDS.test(message);
}

/** Whether it says that the native engine of a Prisma before 7 is not here. */
export function isEngineMissing(message: string): boolean {
  return NO_ENGINE.test(message);
}

/** Whose fault it is when the client throws while it is imported or before its first query. */
export function importFailure(error: unknown): DelegateFailure {
  const message = errorText(error);
  if (isConnectionError(errorCode(error) ?? '', message)) return { ok: false, kind: 'database', message };
  if (isEngineMissing(message)) return { ok: false, kind: 'engine', message };
  return { ok: false, kind: packageOf(message) === null ? 'import' : 'package', message };
}

/**
 * The package that could not be found, or a file of it, of a message of Node or esbuild; null where it speaks of a file of
 * the client, which may itself lie in `node_modules/.prisma`.
 */
export function packageOf(message: string): string | null {
  const named =
    /(?:Cannot find (?:module|package)|Could not resolve) ["']([^"']+)["']/.exec(message)?.[1] ?? null;
  const specifier =
    named
      ?.split(/[\\/]node_modules[\\/]/)
      .at(-1)
      ?.replaceAll('\\', '/') ?? null;
  if (specifier === null || /^[./#]|^file:|^[a-zA-Z]:\\/.test(specifier)) return null;
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') && name !== undefined ? `${scope}/${name}` : scope;
}
