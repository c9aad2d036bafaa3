import type { z } from 'zod';
import { ErrorBody } from '../../shared/http';
import { redact } from '../../shared/redact';
import { isNamed } from '../error-name';

/** The one table from an error's word to its HTTP status. */
const STATUS = {
  'bad-request': 400,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  'unsupported-media-type': 415,
  conflict: 409,
  gone: 410,
  internal: 500,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof STATUS;

/** A refusal with its word, its sentence and, where several things are wrong, all of them. */
export class HttpError extends Error {
  override name = 'HttpError';
  /** By its name: pages and routes are bundled apart, and each bundle has a class of its own of the one dashboard's errors. */
  static override [Symbol.hasInstance](error: unknown): error is HttpError {
    return isNamed(error, 'HttpError');
  }
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: string[],
  ) {
    super(message);
  }
}

/** A JSON answer that is held to its schema before it leaves, so that both ends read the same contract. */
export function json<T>(schema: z.ZodType<T>, value: T, status = 200): Response {
  return Response.json(schema.parse(value), { status, headers: { 'cache-control': 'no-store' } });
}

/** Runs a handler and turns what it throws into an `ErrorBody`; only what is not a refusal is logged. */
export async function answer(
  handle: () => Promise<Response>,
  onFault: (error: unknown) => void,
): Promise<Response> {
  try {
    return await handle();
  } catch (error) {
    if (!(error instanceof HttpError)) onFault(error);
    const refusal =
      error instanceof HttpError
        ? error
        : new HttpError('internal', 'The dashboard failed itself; its log says more.');
    const body = {
      error: {
        code: refusal.code,
        message: redact(refusal.message),
        ...(refusal.details === undefined ? {} : { details: refusal.details.map(redact) }),
      },
    };
    return json(ErrorBody, body, STATUS[refusal.code]);
  }
}

/** A request of the dashboard is a few words; more is a mistake or an attack. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * Reads and parses the JSON body of a request that changes something.
 * @throws HttpError where it comes from another site, is no JSON, too large, or not of the form
 */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  requireSameSite(request);
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/json')) {
    throw new HttpError('unsupported-media-type', 'Send the body as application/json.');
  }
  let value: unknown;
  try {
    value = JSON.parse(await readLimited(request));
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError('bad-request', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    throw new HttpError('bad-request', 'The body is not of the form that this route takes.', faults);
  }
  return parsed.data;
}

async function readLimited(request: Request): Promise<string> {
  const reader = request.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new HttpError('too-large', `The body is larger than ${MAX_BODY_BYTES / 1024} kB.`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Keeps other sites' pages from pressing our buttons: a browser names its page in `Origin`, which must be this server,
 * and the name by which it was reached must be one of ours (a foreign name that resolves to this address is not).
 * Programs send no `Origin` and may pass.
 */
export function requireSameSite(
  request: Request,
  env: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const origin = request.headers.get('origin');
  if (origin === null) return;
  const host = request.headers.get('host') ?? '';
  const allowed = [
    ...LOOPBACK_HOSTS,
    ...(env.DRIFTBOARD_ALLOWED_HOSTS ?? '').split(',').map((name) => name.trim()),
  ];
  const name = host.replace(/:\d+$/, '');
  const sameSite = URL.canParse(origin) && new URL(origin).host === host;
  if (!sameSite || !allowed.includes(name)) {
    throw new HttpError(
      'forbidden',
      `A page of ${redact(origin)} may not do this here. If the dashboard is meant to be reached as ${name}, add that name to DRIFTBOARD_ALLOWED_HOSTS.`,
    );
  }
}
