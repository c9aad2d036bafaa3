import type { Dispatcher } from 'undici';
import type { EndpointTry } from '../../../shared/endpoints';
import type { Masking } from '../../../shared/mask';
import { maskPatterns } from '../../../shared/mask-patterns';
import { type Decoded, decode } from './decode';
import { type Exchange, exchange, type OutgoingRequest, tooLarge } from './exchange';
import type { Secrets } from './secrets';

/** More than this is not read: no declared answer of an application is that long. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** What is kept of a body for the eye. */
const TEXT_LIMIT_CHARACTERS = 256 * 1024;
/** That of one body when those of the run already take their share: enough to see what it is. */
const SHORT_TEXT_CHARACTERS = 4 * 1024;
/** What all texts of a run may take together; and all bodies, after which nothing more is asked. */
const TEXTS_LIMIT_CHARACTERS = 16 * 1024 * 1024;
const BODIES_LIMIT_BYTES = 64 * 1024 * 1024;
/** Time for connecting alone; a server that does not accept within it is away. */
const CONNECT_LIMIT_MS = 5_000;
/**
 * With the value `1`, an application says that this was the first request to that route since its process started, so
 * that its time holds work (compiling, connecting) that later requests do not have.
 */
const COLD_HEADER = 'x-americano-cold';

export type RequestOutcome = { try: EndpointTry; cold: boolean };

/** How much the answers of a run hold already. */
export type Kept = { bytes: number; characters: number };
export const isFull = ({ bytes }: Kept) => bytes >= BODIES_LIMIT_BYTES;
export const FULL_REASON = `The answers of this run hold more than ${BODIES_LIMIT_BYTES / 1024 / 1024} MB already, so no further one was asked for: declare smaller answers, or split the manifest.`;

export type RequestContext = {
  dispatcher: Dispatcher;
  /** For the first byte and for the whole answer, both from the beginning; connecting has a limit of its own below it. */
  limitMs: number;
  signal: AbortSignal;
  secrets: Secrets;
  /** Of what others than us have written into an answer. */
  masking: Masking;
  kept: Kept;
};

/** What came, unpacked, before anything is made of it. */
export type Received = { request: OutgoingRequest; came: Exchange; decoded: Decoded | null };

/**
 * Sends one request and takes what comes. Never rejects. Reading and masking it is left to `outcomeOf`, for when nothing is under
 * way any more: that work would be counted against whoever answers meanwhile.
 */
export async function receive(request: OutgoingRequest, context: RequestContext): Promise<Received> {
  const came = await send(request, context);
  const decoded = came.body === null ? null : await decode(came.body, encodingOf(came), BODY_LIMIT_BYTES);
  if (decoded?.ok === true) context.kept.bytes += decoded.body.byteLength;
  return { request, came: { ...came, body: null }, decoded };
}

/** Makes of what came what may be kept of it. */
export function outcomeOf({ request, came, decoded }: Received, context: RequestContext): RequestOutcome {
  const mask = (text: string) => maskPatterns(context.secrets.mask(text));
  const error = came.error ?? (decoded?.ok === false ? decodeError(came, decoded.why) : null);
  const kept = {
    url: mask(request.url.href),
    startedAt: came.startedAt,
    durationMs: came.durationMs,
    firstByteMs: came.firstByteMs,
    headers: keptHeaders(came, mask, context.masking),
    contentType: contentTypeOf(came),
  };
  const cold = came.headers[COLD_HEADER] === '1';
  if (error !== null || decoded?.ok !== true) {
    const { code, message } = error ?? { code: 'unknown', message: 'The request ended without an answer.' };
    const transportError = { code, message: mask(message) };
    const nothing = { status: null, bodyText: '', bodyBytes: 0 };
    return { cold, try: { ...kept, ...nothing, transportError, failedIn: came.phase } };
  }
  const { body } = decoded;
  const text = body.toString('utf8');
  const parsed = parsedJson(kept.contentType, text, context.secrets);
  return {
    cold,
    try: {
      ...kept,
      status: came.status,
      transportError: null,
      failedIn: null,
      ...parsed,
      bodyText: keptText(text, parsed.json, context),
      bodyBytes: body.byteLength,
    },
  };
}

/** The same without making anything of it, for a login, whose answer is not kept. */
export function send(request: OutgoingRequest, context: RequestContext): Promise<Exchange> {
  const { dispatcher, limitMs, signal } = context;
  const connectMs = Math.min(limitMs, CONNECT_LIMIT_MS);
  const limits = { connectMs, firstByteMs: limitMs, wholeMs: limitMs, bodyBytes: BODY_LIMIT_BYTES };
  return exchange(request, { dispatcher, signal, limits });
}

/** The body of an exchange, unpacked, as text; null where it cannot be had. */
export async function textOf(came: Exchange): Promise<string | null> {
  const decoded = came.body === null ? null : await decode(came.body, encodingOf(came), BODY_LIMIT_BYTES);
  return decoded?.ok === true ? decoded.body.toString('utf8') : null;
}

function decodeError(came: Exchange, why: 'too-large' | 'unknown-encoding' | 'damaged'): Exchange['error'] {
  const encoding = encodingOf(came);
  if (why === 'too-large')
    return { code: 'body-too-large', message: tooLarge(came.status, BODY_LIMIT_BYTES) };
  const said = `It answered ${came.status} with a body that is packed as \`${encoding.slice(0, 60)}\``;
  return {
    code: 'content-encoding',
    message:
      why === 'damaged'
        ? `${said} and cannot be unpacked: it is cut or damaged.`
        : `${said}, which was not asked for and is not known.`,
  };
}

function keptHeaders(
  came: Exchange,
  mask: (text: string) => string,
  masking: Masking,
): Record<string, string> {
  const headers = Object.entries(masking.headers(came.headers));
  return Object.fromEntries(
    headers.map(([name, value]) => [name, mask(name === 'location' ? withoutQuery(value) : value)]),
  );
}

/** Where a redirect leads is told; what its query carries, often a token, and its user are not. */
function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/@]*@/i, '$1//');
}

/** The beginning of a body, masked. Of a long one only what is kept is looked at. */
function keptText(text: string, json: unknown, { kept, secrets, masking }: RequestContext): string {
  const limit = kept.characters < TEXTS_LIMIT_CHARACTERS ? TEXT_LIMIT_CHARACTERS : SHORT_TEXT_CHARACTERS;
  const cut = masking.body(secrets.mask(text), json, limit);
  kept.characters += cut.length;
  return cut;
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
const contentTypeOf = ({ headers }: Exchange): string | null => one(headers['content-type']) ?? null;
const encodingOf = ({ headers }: Exchange): string => [headers['content-encoding'] ?? ''].flat().join(',');

function parsedJson(contentType: string | null, text: string, secrets: Secrets): { json?: unknown } {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(contentType ?? '')) return {};
  try {
    return { json: secrets.maskJson(JSON.parse(text)) };
  } catch (error) {
    // A body that calls itself JSON and is none stays without `json`; the check says so from the content type. So does
    // one whose lists lie deeper in one another than can be gone through.
    if (error instanceof SyntaxError || error instanceof RangeError) return {};
    throw error;
  }
}
