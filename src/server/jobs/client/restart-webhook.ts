import { errorCode } from '../../probes/client/errors';
import { withinTime } from '../../time-limit';
import { takeBasicHeader } from '../../url-credentials';

export type RestartWebhook = {
  url: string;
  body: Record<string, unknown>;
  timeoutMs: number;
  signal: AbortSignal;
};

/** Of the addresses on the same host that one request may be handed on to. */
const MAX_REDIRECTS = 3;

/**
 * Sends the POST that makes something outside restart the application. A redirect is followed on the same host only, and
 * only where it keeps the method. Neither the address nor what is answered is ever told: both may hold a secret.
 * @returns the status of the answer
 * @throws Error with a sentence, the signal's reason when aborted
 */
export async function callRestartWebhook({ url, body, timeoutMs, signal }: RestartWebhook): Promise<number> {
  const name = webhookName(url);
  let address = new URL(url);
  const headers = { ...takeBasicHeader(address), 'content-type': 'application/json' };
  const post = async (to: URL) => {
    const response = await withinTime(signal, timeoutMs, async (limited) => {
      const answer = await fetch(to, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: JSON.stringify(body),
        signal: limited,
      });
      await answer.body?.cancel();
      return answer;
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error(`${name} ${connectionReason(error, timeoutMs)}`);
    });
    return { status: response.status, location: response.headers.get('location') };
  };
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const { status, location } = await post(address);
    if (status >= 200 && status < 300) return status;
    if (status < 300 || status > 399) {
      throw new Error(`${name} answered ${status}, so nobody was told to restart: look into its log.`);
    }
    const next = location !== null && URL.canParse(location, address) ? new URL(location, address) : null;
    if (next === null || next.origin !== address.origin) {
      throw new Error(
        `${name} answered ${status} and leads to another host, which gets nothing: set the final address.`,
      );
    }
    if (status !== 307 && status !== 308) {
      throw new Error(`${name} answered ${status}, which makes a GET of the POST: set the final address.`);
    }
    address = next;
  }
  throw new Error(`${name} leads on more than ${MAX_REDIRECTS} times: set the final address.`);
}

/** What a webhook may be called in a log: its host alone, for path and query are often its secret. */
export function webhookName(url: string): string {
  return URL.canParse(url) ? `The restart webhook at ${new URL(url).origin}/…` : 'The restart webhook';
}

function connectionReason(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `gave no answer within ${timeoutMs} ms: is it up? Set --restart-timeout-ms for more.`;
  }
  const code = errorCode(error instanceof Error ? error.cause : error);
  return `could not be asked (${code ?? 'no connection'}): check the address and the network.`;
}
