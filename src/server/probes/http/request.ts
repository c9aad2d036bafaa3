import type { Dispatcher } from 'undici';
import type { EndpointDeclaration, EndpointTry } from '../../../shared/endpoints';
import { redact } from '../../../shared/redact';
import { transportErrorOf } from './transport-error';

/** More than this is not read: no declared answer of an application is that long. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** What is kept of a body for the eye. */
const TEXT_LIMIT_BYTES = 256 * 1024;
/**
 * With the value `1`, an application says that this was the first request to that route since its process started, so
 * that its time holds work (compiling, connecting) that later requests do not have.
 */
const COLD_HEADER = 'x-americano-cold';

export type RequestOutcome = { try: EndpointTry; cold: boolean };

type RequestOptions = {
  dispatcher: Dispatcher;
  baseUrl: URL;
  /** For connecting, the first byte and the whole answer together. */
  limitMs: number;
  signal: AbortSignal;
};

/** The full address of a declared endpoint; a path in the base URL stays in front. */
export function urlOf(declaration: EndpointDeclaration, baseUrl: URL): URL {
  const url = new URL(baseUrl);
  url.username = '';
  url.password = '';
  url.pathname = `${baseUrl.pathname.replace(/\/$/, '')}${declaration.path}`;
  url.search = new URLSearchParams(declaration.query).toString();
  return url;
}

/**
 * Sends one request, follows no redirect, and reads the answer up to a limit. Never rejects: what goes wrong on the
 * way stands in the try's `transportError`.
 */
export async function requestOnce(
  declaration: EndpointDeclaration,
  options: RequestOptions,
): Promise<RequestOutcome> {
  const url = urlOf(declaration, options.baseUrl);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.limitMs);
  const startedAt = new Date().toISOString();
  const start = performance.now();
  let firstByteMs: number | null = null;
  let answer: Dispatcher.ResponseData | undefined;

  const without = (code: string, message: string): RequestOutcome => ({
    cold: answer?.headers[COLD_HEADER] === '1',
    try: {
      url: redact(url.href),
      startedAt,
      status: null,
      transportError: { code, message },
      durationMs: performance.now() - start,
      firstByteMs,
      failedIn: answer === undefined ? 'headers' : 'body',
      headers: {},
      contentType: answer === undefined ? null : contentTypeOf(answer),
      bodyText: '',
      bodyBytes: 0,
    },
  });

  try {
    answer = await options.dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: declaration.method,
      headers: headersOf(declaration, options.baseUrl),
      signal: AbortSignal.any([limit.signal, options.signal]),
      // The one timer above rules all phases; undici's own would only add a second, coarser clock.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    firstByteMs = performance.now() - start;
    const body = await readBody(answer);
    if (body === null) {
      const megabytes = BODY_LIMIT_BYTES / 1024 / 1024;
      return without(
        'body-too-large',
        `It answered ${answer.statusCode} with more than ${megabytes} MB, which was not read to the end.`,
      );
    }
    return {
      cold: answer.headers[COLD_HEADER] === '1',
      try: {
        url: redact(url.href),
        startedAt,
        status: answer.statusCode,
        transportError: null,
        durationMs: performance.now() - start,
        firstByteMs,
        failedIn: null,
        headers: {},
        contentType: contentTypeOf(answer),
        ...parsedJson(answer, body),
        bodyText: redact(body.subarray(0, TEXT_LIMIT_BYTES).toString('utf8')),
        bodyBytes: body.byteLength,
      },
    };
  } catch (error) {
    if (options.signal.aborted) return without('cancelled', 'The request was cancelled with the run.');
    if (limit.signal.aborted) return without('timeout', timeoutSentence(options.limitMs, answer));
    const { code, message } = transportErrorOf(error, url);
    return without(code, message);
  } finally {
    clearTimeout(timer);
  }
}

function timeoutSentence(limitMs: number, answer: Dispatcher.ResponseData | undefined): string {
  const limit = `${Math.round(limitMs)} ms`;
  return answer === undefined
    ? `No answer began within ${limit}.`
    : `It began to answer ${answer.statusCode}, but was not done within ${limit}.`;
}

function headersOf(declaration: EndpointDeclaration, baseUrl: URL): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json, */*;q=0.5',
    'user-agent': 'driftboard',
  };
  if (baseUrl.username !== '') {
    const pair = `${decodeURIComponent(baseUrl.username)}:${decodeURIComponent(baseUrl.password)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  for (const [name, value] of Object.entries(declaration.headers)) headers[name.toLowerCase()] = value;
  return headers;
}

/** @returns null when the body is longer than the limit */
async function readBody(answer: Dispatcher.ResponseData): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    const part = Buffer.from(chunk);
    bytes += part.byteLength;
    // Leaving the loop destroys the body, and with it the connection: nothing more is read.
    if (bytes > BODY_LIMIT_BYTES) return null;
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

function contentTypeOf(answer: Dispatcher.ResponseData): string | null {
  const value = answer.headers['content-type'];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function parsedJson(answer: Dispatcher.ResponseData, body: Buffer): { json?: unknown } {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(contentTypeOf(answer) ?? '')) return {};
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return { json };
  } catch (error) {
    // A body that calls itself JSON and is none stays without `json`; the check says so from the content type.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
