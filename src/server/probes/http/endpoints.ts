import { setMaxListeners } from 'node:events';
import type { EndpointTry } from '../../../shared/endpoints';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { failed, notConfigured, observed, type Probe, type ProbeContext } from '../types';
import { type Resolve, resolveBySystem } from './address';
import { type Asked, askAll } from './asking';
import type { Environment } from './credentials';
import { openDispatcher } from './dispatcher';
import { keepFor } from './kept-pool';
import { readManifest } from './manifest';
import { basicOf, decoded } from './prepare';
import { createSecrets, type Secrets } from './secrets';
import { rememberSent } from './sent-requests';
import { isConnectFailure } from './transport-error';

type Outside = { resolve: Resolve; env: Environment };

/**
 * Requests every endpoint of the manifest and keeps all tries. `cold` is what the application says of the deciding try
 * (`x-americano-cold: 1`), and false where it says nothing.
 */
export const endpointResultsProbe: Probe<'endpoints.results'> = {
  need: 'endpoints.results',
  afterOthers: true,
  read: (context) => readEndpoints(context, { resolve: resolveBySystem, env: process.env }),
};

/** @param outside the machine's names and environment variables */
export async function readEndpoints(
  context: ProbeContext,
  outside: Outside,
): ReturnType<(typeof endpointResultsProbe)['read']> {
  const { baseUrl, manifest } = context.settings;
  if (baseUrl === null) {
    return notConfigured(
      'No --base-url is set: with the address of the running application its endpoints are asked.',
    );
  }
  if (manifest === null) {
    return notConfigured('No --manifest is set: a file that declares the endpoints says which ones to ask.');
  }
  const shown = redact(baseUrl);
  if (!URL.canParse(baseUrl)) return failed(`--base-url ${shown} is not an address: correct it.`);
  const read = await readManifest(manifest);
  if (!read.ok) return failed(read.reason);

  const url = new URL(baseUrl);
  const secrets = secretsOf(url);
  const opened = await openDispatcher(url, context, outside.resolve);
  if (!opened.ok) return failed(`The application at ${shown} was not asked: ${opened.reason}`);
  // Every request that is under way listens, and so many are meant.
  const asking = new AbortController();
  const { signal } = asking;
  const onAbort = () => asking.abort(context.signal.reason);
  context.signal.addEventListener('abort', onAbort, { once: true });
  if (context.signal.aborted) onAbort();
  setMaxListeners(0, signal);
  const { asked, evidence: logins } = await askAll(read.manifest, {
    dispatcher: opened.dispatcher,
    baseUrl: url,
    settings: context.settings,
    env: outside.env,
    secrets,
    signal,
  })
    .catch(async (error) => {
      await opened.dispatcher.destroy();
      throw error;
    })
    .finally(() => context.signal.removeEventListener('abort', onAbort));
  if (!context.signal.aborted && asked.every(wasAnswered)) keepFor(opened.key, opened.dispatcher);
  else await opened.dispatcher.destroy();
  if (context.signal.aborted) return failed('Asking the endpoints was cancelled with the run.');
  const evidence = [
    ...logins,
    ...asked.flatMap((one) => one.outcomes.map((outcome) => evidenceOf(one, outcome.try))),
  ];
  const away = connectFailureOfAll(asked);
  if (away !== null) {
    return failed(
      `The application at ${shown} does not answer: ${away.message} Start it or correct --base-url.`,
      ...evidence,
    );
  }
  const value = {
    baseUrl: shown,
    declarations: read.manifest.endpoints,
    results: asked.map(resultOf),
    mask: read.manifest.mask,
  };
  rememberSent(value, new Map(asked.flatMap(({ id, request }) => (request === null ? [] : [[id, request]]))));
  return observed(value, ...evidence);
}

/** Whether its connection is as good as before: each try came to an end of its own. */
function wasAnswered({ outcomes }: Asked): boolean {
  return outcomes.every((outcome) => outcome.try.transportError === null);
}

/** What the base URL itself says that is secret. */
function secretsOf(baseUrl: URL): Secrets {
  const secrets = createSecrets();
  secrets.add(decoded(baseUrl.password));
  secrets.add(basicOf(baseUrl) ?? '');
  return secrets;
}

function connectFailureOfAll(asked: readonly Asked[]): EndpointTry['transportError'] {
  const errors = asked.flatMap(({ outcomes }) => outcomes.at(-1)?.try.transportError ?? []);
  const tried = asked.filter(({ outcomes }) => outcomes.length > 0).length;
  const first = errors[0];
  if (first === undefined || errors.length < tried) return null;
  return errors.every((error) => isConnectFailure(error.code)) ? first : null;
}

function resultOf({ id, outcomes, notSent }: Asked) {
  return {
    id,
    tries: outcomes.map((outcome) => outcome.try),
    cold: outcomes.at(-1)?.cold ?? false,
    notSent: outcomes.length === 0 ? notSent : null,
  };
}

function evidenceOf({ declaration }: Asked, one: EndpointTry): Evidence {
  return {
    kind: 'http',
    text: `${declaration.method} ${one.url}`,
    answer: one.transportError === null ? answerOf(one) : one.transportError.code,
    at: one.startedAt,
    durationMs: one.durationMs,
  };
}

function answerOf({ status, headers, bodyBytes }: EndpointTry): string {
  const leads = headers.location === undefined ? '' : ` to ${headers.location}, not followed`;
  return `${status}${leads}, ${sizeOf(bodyBytes)}`;
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}
