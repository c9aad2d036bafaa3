import { z } from 'zod';
import type { ErrorBody } from '../shared/http';
import { redact } from '../shared/redact';

/** An answer other than 200 that a route gives on purpose. */
export class RouteError extends Error {
  override readonly name = 'RouteError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details?: string[],
  ) {
    super(message);
  }
}

/** Prisma's classes exist once in each loaded client, so an error is known by its shape and never by `instanceof`. */
const PrismaError = z.object({
  name: z.string().regex(/^PrismaClient\w*Error$/),
  message: z.string(),
  code: z.string().optional(),
  errorCode: z.string().optional(),
});

/** https://www.prisma.io/docs/orm/reference/error-reference, Node's socket errors and PostgreSQL's class 57. */
const UNREACHABLE = new Set([
  ...['P1001', 'P1002', 'P1017'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE'],
  ...['57P01', '57P02', '57P03'],
]);

/** Reading a member of a delegate that the loaded client lacks, as V8 words it. */
const MISSING_DELEGATE =
  /^Cannot read properties of undefined \(reading '(?:find\w*|count|aggregate|groupBy|create\w*|update\w*|upsert|delete\w*)'\)/;

/** In: whatever was thrown. Out: the status and the body that the route answers; no stack, path or secret is in it. */
export function errorAnswer(error: unknown): { status: number; body: ErrorBody } {
  if (error instanceof RouteError) return answer(error.status, error.code, error.message, error.details);
  if (error instanceof TypeError && MISSING_DELEGATE.test(error.message)) {
    return answer(500, 'client-model-missing', error.message);
  }
  const prisma = PrismaError.safeParse(error);
  const message = informativeLine(redact(error instanceof Error ? error.message : String(error)));
  const code = prisma.success ? (prisma.data.code ?? prisma.data.errorCode) : socketCode(error);
  if (code !== undefined && UNREACHABLE.has(code)) return answer(503, 'database-unreachable', message);
  // Our queries are compiled against the schema, so what the loaded client refuses is what it does not know.
  if (prisma.success && prisma.data.name === 'PrismaClientValidationError') {
    return answer(500, 'client-validation', message);
  }
  if (prisma.success) return answer(500, code ?? 'prisma', message);
  return answer(500, 'internal', message);
}

function answer(status: number, code: string, message: string, details?: string[]) {
  const error = { code, message: redact(message), ...(details ? { details: details.map(redact) } : {}) };
  return { status, body: { error } };
}

function socketCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * In: the message of an error, which in Prisma's case begins with the invocation, its place and a piece of source.
 * Out: the first line that says what is wrong, without file paths.
 */
export function informativeLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const line = lines.find(
    (candidate) =>
      candidate !== '' &&
      !/^Invalid `.*` invocation/.test(candidate) &&
      !/^(?:→\s*)?\d+\s/.test(candidate) &&
      !/^(?:at\s|[A-Za-z]:\\|\/)\S*/.test(candidate),
  );
  return (line ?? 'The request failed for a reason that carried no message.').replace(
    /(?:file:\/\/)?(?:\/[\w.@-]+){2,}(?::\d+)*/g,
    '(path)',
  );
}
