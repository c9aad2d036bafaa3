import type { LoadedClient } from '../../../shared/client';
import { ErrorBody } from '../../../shared/http';
import { redact } from '../../../shared/redact';
import { connectionSentence, parseLoadedClient } from '../../probes/client/ask-process';
import { errorCode } from '../../probes/client/errors';
import { healthAddress } from '../../probes/client/health-address';
import { withinTime } from '../../time-limit';

export type LoadRequest = {
  baseUrl: string | null;
  reloadToken: string | null;
  timeoutMs: number;
  signal: AbortSignal;
};

/** Which client the application has loaded now, or why it was not asked to take it up. */
export type LoadOutcome = { loaded: LoadedClient } | { skipped: string };

const RESTART = 'restart the application, so that it takes up the new client.';

/**
 * Asks the running application to take up the client that lies on disk (`POST /api/health/client`).
 * @throws Error with a sentence when the application refuses or answers something else
 */
export async function loadIntoApplication(request: LoadRequest): Promise<LoadOutcome> {
  if (request.baseUrl === null) return { skipped: `Restart needed: no --base-url is set; ${RESTART}` };
  if (request.reloadToken === null) {
    return {
      skipped: `Restart needed: there is no token to ask ${redact(request.baseUrl)} with; ${RESTART}`,
    };
  }
  if (!URL.canParse(request.baseUrl)) {
    throw new Error(`--base-url is no address that can be asked (${redact(request.baseUrl)}): correct it.`);
  }
  const { url, headers } = healthAddress(request.baseUrl);
  const answer = await post(url, request.reloadToken, request);
  if ('refused' in answer) {
    return {
      skipped: `Nothing listens at ${redact(url)}: the application takes up the new client when it starts.`,
    };
  }
  if (answer.status === 404 || answer.status === 405) {
    return {
      skipped: `Restart needed: ${redact(url)} answered ${answer.status}, so it takes up no client while it runs (docs/health-client-route.md); ${RESTART}`,
    };
  }
  if (answer.status === 401 && headers.authorization !== undefined) {
    return {
      skipped: `Restart needed: ${redact(url)} answered 401, since one request cannot carry both the password of --base-url and the reload token; ${RESTART}`,
    };
  }
  const loaded = answer.status === 200 ? parseLoadedClient(answer.text) : null;
  if (loaded === null) {
    throw new Error(
      `POST ${redact(url)} answered ${answer.status}${reasonIn(answer.text)}: the application keeps its former client; look into its log, or ${RESTART}`,
    );
  }
  return { loaded };
}

async function post(
  url: string,
  reloadToken: string,
  { timeoutMs, signal }: LoadRequest,
): Promise<{ status: number; text: string } | { refused: true }> {
  try {
    return await withinTime(signal, timeoutMs, async (limited) => {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        // A request has one authorization, and without the token the route reloads nothing: the token is it.
        headers: { authorization: `Bearer ${reloadToken}`, accept: 'application/json' },
        signal: limited,
      });
      return { status: response.status, text: await response.text() };
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && errorCode(error.cause) === 'ECONNREFUSED') return { refused: true };
    throw new Error(connectionSentence(url, error, timeoutMs));
  }
}

function reasonIn(text: string): string {
  try {
    const parsed = ErrorBody.safeParse(JSON.parse(text));
    return parsed.success ? ` (${redact(parsed.data.error.message)})` : '';
  } catch {
    // The status alone has to do.
    return '';
  }
}
