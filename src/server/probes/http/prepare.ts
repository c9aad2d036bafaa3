import { type EndpointDeclaration, endpointId } from '../../../shared/endpoints';
import { ACCEPT_ENCODING } from './decode';
import type { OutgoingRequest } from './exchange';
import { fillPath, segmentFault } from './path-params';
import { fillJson, fillText, fillTexts, referencesIn, type SavedValue } from './references';

type Prepared = { ok: true; request: OutgoingRequest } | { ok: false; reason: string };

/** What a header may hold: no line end, or a value could smuggle in a second header. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
export const isHeaderValue = (value: string) => HEADER_VALUE.test(value);

/** An address below the base URL; a path in the base URL stays in front, its user and password do not. */
export function addressOf(path: string, query: string, baseUrl: URL): URL {
  const url = new URL(baseUrl);
  url.username = '';
  url.password = '';
  url.hash = '';
  url.pathname = `${baseUrl.pathname.replace(/\/$/, '')}${path}`;
  url.search = query;
  return url;
}

/** Headers of every request; the user of the base URL belongs to the address, so that it goes along everywhere. */
export function ownHeaders(baseUrl: URL): Record<string, string> {
  const basic = basicOf(baseUrl);
  return {
    accept: 'application/json, */*;q=0.5',
    'accept-encoding': ACCEPT_ENCODING,
    // An answer from a cache would be green while the database behind it is ill.
    'cache-control': 'no-cache',
    'user-agent': 'driftboard',
    ...(basic === null ? {} : { authorization: `Basic ${basic}` }),
  };
}

/** The base URL's user and password as `Basic` sends them, or null. */
export function basicOf({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  return Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
}

/** A part of a URL as it was meant; one with a percent sign that encodes nothing is taken as it stands. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Fills in a declared request.
 * @param saved what earlier answers have given; every name that it refers to must be among them
 * @param credentials headers that prove who asks; what the declaration says itself goes before
 */
export function prepareRequest(
  declaration: EndpointDeclaration,
  {
    baseUrl,
    saved,
    credentials,
  }: {
    baseUrl: URL;
    saved: ReadonlyMap<string, SavedValue>;
    credentials: Readonly<Record<string, string>>;
  },
): Prepared {
  const id = endpointId(declaration);
  const fill = (text: string) => fillText(text, saved);
  const segments = Object.values(declaration.params)
    .flat()
    .filter((text) => referencesIn(text).length > 0);
  for (const segment of segments) {
    const fault = segmentFault(fill(segment));
    if (fault !== null) return { ok: false, reason: `${id} was not sent: in its path, ${fault}.` };
  }
  const body = bodyOf(declaration, saved);
  const headers = {
    ...ownHeaders(baseUrl),
    ...(body === null ? {} : { 'content-type': body.type }),
    ...credentials,
    ...lowerCase(fillTexts(declaration.headers, saved)),
  };
  const bad = Object.entries(headers).find(([, value]) => !isHeaderValue(value));
  if (bad !== undefined)
    return {
      ok: false,
      reason: `${id} was not sent: the value of its header ${bad[0]} has characters that no header may have.`,
    };
  const query = new URLSearchParams(fillTexts(declaration.query, saved)).toString();
  const url = addressOf(fillPath(declaration.path, declaration.params, fill), query, baseUrl);
  return { ok: true, request: { method: declaration.method, url, headers, body: body?.text ?? null } };
}

/** Names of headers as HTTP compares them. */
export function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function bodyOf(
  { body }: Pick<EndpointDeclaration, 'body'>,
  saved: ReadonlyMap<string, SavedValue>,
): { text: string; type: string } | null {
  if (body === undefined) return null;
  if (typeof body === 'string') return { text: fillText(body, saved), type: 'text/plain; charset=utf-8' };
  return { text: JSON.stringify(fillJson(body, saved)), type: 'application/json' };
}
