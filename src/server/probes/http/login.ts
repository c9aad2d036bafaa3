import type { Authentication } from '../../../shared/endpoints';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { valueAt } from '../../../shared/value-path';
import { type Credentials, type Environment, missingVariables } from './credentials';
import type { Exchange, OutgoingRequest } from './exchange';
import { addressOf, isHeaderValue, lowerCase, ownHeaders } from './prepare';
import { fillJson, fillText, fillTexts, referencesIn } from './references';
import { type RequestContext, send, textOf } from './request';

type Login = Extract<Authentication, { kind: 'login' }>;
export type LoginContext = RequestContext & { baseUrl: URL; env: Environment };

/** The variables of the environment that a login names, as `${env:NAME}`. */
export function variablesOf({ headers, body }: Login): string[] {
  return referencesIn([headers, body]).map((reference) => reference.replace(/^env:/, ''));
}

/** Logs in once. What it proves with, and what it gets, are secrets from then on; its answer is not kept. */
export async function logIn(
  name: string,
  login: Login,
  context: LoginContext,
): Promise<{ credentials: Credentials; evidence: Evidence[] }> {
  const { env, secrets } = context;
  const refused = (reason: string, evidence: Evidence[] = []) => ({
    credentials: { ok: false as const, reason },
    evidence,
  });
  const variables = variablesOf(login);
  const missing = missingVariables(name, variables, env);
  if (missing !== null) return refused(missing);
  for (const variable of variables) secrets.add(env[variable] ?? '');
  const request = requestOf(login, context);
  const label = `The login \`${name}\` (${login.method} ${login.path})`;
  if (!Object.values(request.headers).every(isHeaderValue))
    return refused(`${label} was not sent: one of its headers has characters that no header may have.`);

  const came = await send(request, context);
  const evidence: Evidence[] = [
    {
      kind: 'http',
      text: `${login.method} ${redact(secrets.mask(request.url.href))}`,
      answer: came.error === null ? `${came.status}, its body is not kept` : came.error.code,
      at: came.startedAt,
      durationMs: came.durationMs,
    },
  ];
  if (came.error !== null)
    return refused(`${label} failed: ${redact(secrets.mask(came.error.message))}`, evidence);
  const status = came.status ?? 0;
  // Forms answer a login with a redirect; it is not followed, its cookies count.
  if (status < 200 || status >= 400)
    return refused(
      `${label} was answered ${status}, so nothing that needs it was asked: correct its values or the route.`,
      evidence,
    );
  const headers = await proofIn(login, came);
  if (headers === null) {
    const lacking = login.take === 'cookies' ? 'set no cookie' : `has no text at ${login.take.bearerAt}`;
    return refused(
      `${label} was answered ${status}, but the answer ${lacking}: nothing that needs it was asked.`,
      evidence,
    );
  }
  for (const { secret } of headers) secrets.add(secret);
  const [first] = headers;
  return {
    credentials: { ok: true, headers: { [first.name]: headers.map(({ value }) => value).join('; ') } },
    evidence,
  };
}

function requestOf({ method, path, headers, body }: Login, { baseUrl, env }: LoginContext): OutgoingRequest {
  const values = new Map(
    Object.entries(env).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[`env:${name}`, value]],
    ),
  );
  const [pathname = '/', query = ''] = path.split('?');
  const text =
    body === undefined
      ? null
      : typeof body === 'string'
        ? fillText(body, values)
        : JSON.stringify(fillJson(body, values));
  return {
    method,
    url: addressOf(pathname, query, baseUrl),
    headers: {
      ...ownHeaders(baseUrl),
      ...(text === null
        ? {}
        : { 'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json' }),
      ...lowerCase(fillTexts(headers, values)),
    },
    body: text,
  };
}

type Proof = { name: 'cookie' | 'authorization'; value: string; secret: string };

/** What the answer gives to go along with later requests; null where it gives nothing. */
async function proofIn({ take }: Login, came: Exchange): Promise<[Proof, ...Proof[]] | null> {
  if (take === 'cookies') {
    const [first, ...more] = [came.headers['set-cookie'] ?? []].flat().flatMap(cookieIn);
    return first === undefined ? null : [first, ...more];
  }
  const token = valueAt(jsonIn(await textOf(came)), take.bearerAt);
  if (typeof token !== 'string' || token === '' || !isHeaderValue(token)) return null;
  return [{ name: 'authorization', value: `Bearer ${token}`, secret: token }];
}

/** Name and value of a `set-cookie`; one that takes a cookie away gives none. */
function cookieIn(line: string): Proof[] {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const secret = pair.slice(at + 1);
  const isTakenAway = secret === '' || attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute));
  return at < 1 || isTakenAway ? [] : [{ name: 'cookie', value: pair, secret }];
}

function jsonIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    // No JSON has no value at any path, which is what the sentence then says.
    return null;
  }
}
