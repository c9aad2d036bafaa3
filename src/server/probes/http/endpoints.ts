import { type EndpointDeclaration, type EndpointTry, endpointId } from '../../../shared/endpoints';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { failed, notConfigured, observed, type Probe, type ProbeContext } from '../types';
import { readManifest } from './manifest';
import { type RequestOutcome, requestOnce, urlOf } from './request';
import { isConnectFailure } from './transport-error';

/** So many requests are under way at most: enough to be quick, too few to be a load for a development server. */
const MAX_CONCURRENT = 8;
/** Time for connecting alone; a server that does not accept within it is away. */
const CONNECT_LIMIT_MS = 5_000;
/** All requests together get this multiple of `timeoutMs`; the engine gives a probe up at three times. */
const TOTAL_FACTOR = 2.5;
/** A try with less than this share of `timeoutMs` left before the end would only measure the end. */
const MIN_SHARE = 0.25;

type Asked = { declaration: EndpointDeclaration; outcomes: RequestOutcome[] };

/**
 * Requests every endpoint of the manifest and keeps all tries. First tries go before any second one, so that slow
 * endpoints take no time from those that were not yet asked; last, what was over its budget is asked again alone. `cold` is what the application says of the deciding try
 * (`x-americano-cold: 1`), and false where it says nothing.
 */
export const endpointResultsProbe: Probe<'endpoints.results'> = {
  need: 'endpoints.results',
  afterOthers: true,
  async read(context) {
    const { baseUrl, manifest } = context.settings;
    if (baseUrl === null) {
      return notConfigured(
        'No --base-url is set: with the address of the running application its endpoints are asked.',
      );
    }
    if (manifest === null) {
      return notConfigured(
        'No --manifest is set: a file that declares the endpoints says which ones to ask.',
      );
    }
    const shown = redact(baseUrl);
    if (!URL.canParse(baseUrl)) return failed(`--base-url ${shown} is not an address: correct it.`);
    const read = await readManifest(manifest);
    if (!read.ok) return failed(read.reason);

    const asked = await askAll(read.manifest.endpoints, new URL(baseUrl), context);
    if (context.signal.aborted) return failed('Asking the endpoints was cancelled with the run.');
    const evidence = asked.flatMap(({ declaration, outcomes }) =>
      outcomes.map((outcome) => evidenceOf(declaration, outcome.try)),
    );
    const away = connectFailureOfAll(asked);
    if (away !== null) {
      return failed(
        `The application at ${shown} does not answer: ${away.message} Start it or correct --base-url.`,
        ...evidence,
      );
    }
    return observed(
      {
        baseUrl: shown,
        declarations: read.manifest.endpoints,
        results: asked.map(({ declaration, outcomes }) => resultOf(declaration, outcomes, new URL(baseUrl))),
      },
      ...evidence,
    );
  },
};

async function askAll(
  declarations: EndpointDeclaration[],
  baseUrl: URL,
  context: ProbeContext,
): Promise<Asked[]> {
  const { timeoutMs } = context.settings;
  const endsAt = performance.now() + timeoutMs * TOTAL_FACTOR;
  const asked: Asked[] = declarations.map((declaration) => ({ declaration, outcomes: [] }));
  // Loaded only where there is something to ask.
  const { Pool } = await import('undici');
  const dispatcher = new Pool(baseUrl.origin, {
    connections: MAX_CONCURRENT,
    connect: { timeout: Math.min(timeoutMs, CONNECT_LIMIT_MS) },
  });
  const ask = async ({ declaration, outcomes }: Asked) => {
    const limitMs = Math.min(timeoutMs, endsAt - performance.now());
    if (limitMs < timeoutMs * MIN_SHARE || context.signal.aborted) return;
    outcomes.push(await requestOnce(declaration, { dispatcher, baseUrl, limitMs, signal: context.signal }));
  };
  try {
    for (let round = 0; ; round += 1) {
      const turn = asked.filter((one) => wantsTry(one, round));
      if (turn.length === 0) break;
      await inParallel(turn, ask);
      if (performance.now() >= endsAt - timeoutMs * MIN_SHARE || context.signal.aborted) break;
    }
    // One after the other: what was slow among eight at once is judged by its own time.
    for (const one of asked.filter(wasSlowAmongOthers)) await ask(one);
  } finally {
    await dispatcher.destroy();
  }
  return asked;
}

/** Another try is worth it only where the failure may be of the moment: no answer, or a fault of the server. */
function wantsTry({ declaration, outcomes }: Asked, round: number): boolean {
  if (round === 0) return true;
  const last = outcomes.at(-1)?.try;
  if (last === undefined || round > declaration.retries) return false;
  if (last.transportError !== null) return last.transportError.code !== 'body-too-large';
  return last.status !== null && last.status >= 500 && last.status !== declaration.expectStatus;
}

/** It answered, over its budget. A first request after a start has a budget of its own, and it cannot be asked twice. */
function wasSlowAmongOthers({ declaration, outcomes }: Asked): boolean {
  const last = outcomes.at(-1);
  return (
    last !== undefined && !last.cold && last.try.status !== null && last.try.durationMs > declaration.budgetMs
  );
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT }, worker));
}

function connectFailureOfAll(asked: readonly Asked[]): EndpointTry['transportError'] {
  const errors = asked.flatMap(({ outcomes }) => outcomes.at(-1)?.try.transportError ?? []);
  const tried = asked.filter(({ outcomes }) => outcomes.length > 0).length;
  const first = errors[0];
  if (first === undefined || errors.length < tried) return null;
  return errors.every((error) => isConnectFailure(error.code)) ? first : null;
}

function resultOf(declaration: EndpointDeclaration, outcomes: RequestOutcome[], baseUrl: URL) {
  const last = outcomes.at(-1);
  return {
    id: endpointId(declaration),
    tries: last === undefined ? [notRequested(declaration, baseUrl)] : outcomes.map((outcome) => outcome.try),
    cold: last?.cold ?? false,
    notSent: null,
  };
}

/** Stands in for an endpoint whose turn never came; the check counts it as not measured. */
function notRequested(declaration: EndpointDeclaration, baseUrl: URL): EndpointTry {
  return {
    url: redact(urlOf(declaration, baseUrl).href),
    startedAt: new Date().toISOString(),
    status: null,
    transportError: {
      code: 'not-requested',
      message: 'The time for all endpoints was over before its turn; raise --timeout-ms.',
    },
    durationMs: 0,
    firstByteMs: null,
    failedIn: null,
    headers: {},
    contentType: null,
    bodyText: '',
    bodyBytes: 0,
  };
}

function evidenceOf(declaration: EndpointDeclaration, one: EndpointTry): Evidence {
  return {
    kind: 'http',
    text: `${declaration.method} ${one.url}`,
    answer: one.transportError === null ? `${one.status}, ${sizeOf(one.bodyBytes)}` : one.transportError.code,
    at: one.startedAt,
    durationMs: one.durationMs,
  };
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}
