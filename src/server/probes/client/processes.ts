import { z } from 'zod';
import { LoadedClient } from '../../../shared/client';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { failed, notConfigured, observed, type Probe } from '../types';
import { errorCode, errorText } from './errors';
import { HEALTH_ROUTE, healthAddress } from './health-address';
import { noClient } from './no-client';

/** Asks the running application which client it has loaded. */
export const clientProcessesProbe: Probe<'client.processes'> = {
  need: 'client.processes',
  async read({ settings, signal, dataDir }) {
    if (settings.client.length === 0) return notConfigured(await noClient(settings, dataDir));
    if (settings.baseUrl === null) {
      return notConfigured(
        'No --base-url is set: give the address of the running application to see which client it has loaded.',
      );
    }
    if (!URL.canParse(settings.baseUrl)) {
      return failed(`--base-url is no address that can be asked (${redact(settings.baseUrl)}): correct it.`);
    }
    const { url, headers } = healthAddress(settings.baseUrl);
    const at = new Date().toISOString();
    const startedAt = performance.now();
    const evidence = (answer: string): Evidence => ({
      kind: 'http',
      text: redact(`GET ${url}`),
      answer,
      at,
      durationMs: performance.now() - startedAt,
    });
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]);
      const response = await fetch(url, {
        signal: limit,
        redirect: 'manual',
        headers: { ...headers, accept: 'application/json' },
      });
      const text = await response.text();
      const answer = `${response.status}, ${text.length} characters`;
      if (response.status === 404 && !settings.embedded) {
        // The route is an offer to an application, no duty: without it there is nothing to ask.
        return { ...notConfigured(statusSentence(url, 404)), evidence: [evidence(answer)] };
      }
      if (response.status !== 200) return failed(statusSentence(url, response.status), evidence(answer));
      const loaded = parseLoadedClient(text);
      if (loaded === null) return failed(shapeSentence(url), evidence(answer));
      return observed(
        { url, processes: [loaded], requests: 1 },
        evidence(`${answer}, ${loaded.fingerprint}, pid ${loaded.pid}`),
      );
    } catch (error) {
      const reason = connectionSentence(url, error, settings.timeoutMs);
      return failed(reason, evidence(reason));
    }
  },
};

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
  if (status === 404) {
    return redact(
      `The application has no route ${HEALTH_ROUTE} (${url} answered 404), so nobody can say which client it has loaded: add the handler of docs/health-client-route.md.`,
    );
  }
  return redact(
    `${url} answered ${status} in place of the loaded client: look into the application's log, or see docs/health-client-route.md.`,
  );
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
