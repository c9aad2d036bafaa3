import { Client } from 'undici';
import { z } from 'zod';
import { LoadedClient } from '../../../shared/client';
import { redact } from '../../../shared/redact';
import { errorCode, errorText } from './errors';
import { HEALTH_ROUTE, type HealthAddress } from './health-address';

/** An answer names the models of a client; those of 10,000 models are 300 kB. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What one request brought. `none`: no answer came at all, so that others would fare no better. */
export type ProcessAnswer = { ok: true; loaded: LoadedClient } | { ok: false; none: boolean; reason: string };

/**
 * Asks once which client is loaded, on a connection of its own: on one that is kept, a load balancer would show the
 * same process again and again. Follows no redirect, reads no more than it must. Never rejects.
 */
export async function askProcess(
  { url, headers }: HealthAddress,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): Promise<ProcessAnswer> {
  const { origin, pathname, search } = new URL(url);
  const connection = new Client(origin, { maxResponseSize: MAX_BODY_BYTES, pipelining: 0 });
  try {
    const answer = await connection.request({
      method: 'GET',
      path: `${pathname}${search}`,
      headers: { ...headers, accept: 'application/json', 'cache-control': 'no-cache', connection: 'close' },
      signal,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) {
      return { ok: false, none: false, reason: statusSentence(url, answer.statusCode) };
    }
    const loaded = parseLoadedClient(text);
    return loaded === null ? { ok: false, none: false, reason: shapeSentence(url) } : { ok: true, loaded };
  } catch (error) {
    if (errorCode(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
      return { ok: false, none: false, reason: shapeSentence(url) };
    return { ok: false, none: true, reason: connectionSentence(url, error, timeoutMs) };
  } finally {
    // Not awaited: what is left of an endless answer is nobody's business.
    connection.destroy().catch(() => undefined);
  }
}

/** Null where the text is no JSON of the form that `LoadedClient` describes. */
export function parseLoadedClient(text: string): LoadedClient | null {
  try {
    const parsed = LoadedClient.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: told from a failure by the null.
    return null;
  }
}

function statusSentence(url: string, status: number): string {
  return redact(`${saidWith(url, status)}.`);
}

function saidWith(url: string, status: number): string {
  if (status === 404) {
    return `The application has no route ${HEALTH_ROUTE} (${url} answered 404), so nobody can say which client it has loaded: add the handler of docs/health-client-route.md, or switch this check off with --skip processes`;
  }
  if (status >= 300 && status < 400) {
    return `${url} answered ${status}, a redirect, which is not followed: give the address that it leads to as --base-url`;
  }
  if (status === 401 || status === 403) {
    return `${url} answered ${status}, so it asks for a login: give user and password in --base-url`;
  }
  return `${url} answered ${status} in place of the loaded client: look into the application's log, or see docs/health-client-route.md`;
}

function shapeSentence(url: string): string {
  return redact(
    `${url} answered 200, but not in the form of a loaded client: compare the handler with docs/health-client-route.md.`,
  );
}

const WithCause = z.object({ cause: z.unknown() });

/** Why a request got no answer, with the next step. */
export function connectionSentence(url: string, error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return redact(
      `${url} gave no answer within ${timeoutMs} ms: is the application busy? Set --timeout-ms for more.`,
    );
  }
  const parsed = WithCause.safeParse(error);
  const cause = parsed.success ? parsed.data.cause : null;
  const code = errorCode(cause) ?? errorCode(error);
  if (code === 'ECONNREFUSED') {
    return redact(`Nothing listens at ${url} (ECONNREFUSED): start the application, or set --base-url.`);
  }
  return redact(`${url} could not be asked (${code ?? errorText(cause ?? error)}): check --base-url.`);
}
