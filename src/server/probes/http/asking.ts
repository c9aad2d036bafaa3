import { setImmediate } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Settings } from '../../../shared/config';
import {
  type EndpointDeclaration,
  type EndpointManifest,
  type EndpointResult,
  endpointId,
} from '../../../shared/endpoints';
import { masking } from '../../../shared/mask';
import type { Evidence } from '../../../shared/observation';
import { valueAt } from '../../../shared/value-path';
import { authOf, type Credentials, credentialsFrom, type Environment } from './credentials';
import type { OutgoingRequest } from './exchange';
import { logIn } from './login';
import { heldBack } from './permission';
import { prepareRequest } from './prepare';
import type { SavedValue } from './references';
import {
  FULL_REASON,
  isFull,
  type Kept,
  outcomeOf,
  type Received,
  type RequestOutcome,
  receive,
} from './request';
import { wantsTry, wasSlowAmongOthers } from './retrying';
import type { Secrets } from './secrets';
import { sequenceOf, usedValues } from './sequence';

/** All requests together get this multiple of `timeoutMs`; the engine gives a probe up at three times. */
const TOTAL_FACTOR = 2.5;
/** A try with less than this share of `timeoutMs` left before the end would only measure the end. */
const MIN_SHARE = 0.25;

/** Names of headers whose value proves something, wherever it came from: the manifest, or an earlier answer. */
const PROVING = /authorization|cookie|token|secret|api-?key|password|session/i;
/** So much of the answers is read without a pause. */
const BYTES_IN_A_ROW = 128 * 1024;

/** A declared endpoint and what has come of it so far. */
export type Asked = {
  declaration: EndpointDeclaration;
  id: string;
  request: OutgoingRequest | null;
  outcomes: RequestOutcome[];
  notSent: EndpointResult['notSent'];
};

type Asking = {
  dispatcher: Dispatcher;
  baseUrl: URL;
  settings: Settings;
  env: Environment;
  secrets: Secrets;
  signal: AbortSignal;
};

const unknown = (reason: string) => ({ verdict: 'unknown' as const, reason });

/**
 * Asks every endpoint of the manifest. What uses a value of another answer waits for it; beside that, first tries go
 * before any second one, so that slow endpoints take no time from those that were not yet asked. Last, what was over
 * its budget is asked again alone.
 */
export async function askAll(
  manifest: EndpointManifest,
  asking: Asking,
): Promise<{ asked: Asked[]; evidence: Evidence[] }> {
  const { settings, signal, dispatcher, secrets, baseUrl } = asking;
  const { timeoutMs, concurrency } = settings;
  const endsAt = performance.now() + timeoutMs * TOTAL_FACTOR;
  const kept: Kept = { bytes: 0, characters: 0 };
  const asked = manifest.endpoints.map(
    (declaration): Asked => ({
      declaration,
      id: endpointId(declaration),
      request: null,
      outcomes: [],
      notSent: heldBack(declaration, settings),
    }),
  );
  const of = new Map(asked.map((one) => [one.declaration, one]));
  const { levels, savers } = sequenceOf(manifest.endpoints);
  const saved = new Map<string, SavedValue>();
  const evidence: Evidence[] = [];
  const limitMs = () => Math.min(timeoutMs, endsAt - performance.now());
  const isOver = () => limitMs() < timeoutMs * MIN_SHARE || signal.aborted;
  const mask = masking(manifest.mask);
  const wire = () => ({ dispatcher, signal, secrets, masking: mask, kept, limitMs: limitMs() });

  const came: { one: Asked; received: Received }[] = [];
  const proofs = new Map<string, Promise<Credentials>>();
  const proofOf = (name: string): Promise<Credentials> => {
    const known = proofs.get(name) ?? findProof(name);
    proofs.set(name, known);
    return known;
  };
  const findProof = async (name: string): Promise<Credentials> => {
    const auth = manifest.auth[name];
    if (auth === undefined) return { ok: false, reason: `\`auth\` of the manifest has no ${name}.` };
    if (auth.kind !== 'login') return credentialsFrom(name, auth, asking);
    const login = await logIn(name, auth, { ...wire(), baseUrl, env: asking.env });
    evidence.push(...login.evidence);
    return login.credentials;
  };

  const prepare = async (one: Asked) => {
    const lacking = usedValues(one.declaration).find((name) => !saved.has(name));
    if (lacking !== undefined) {
      const saver = savers.get(lacking);
      one.notSent = withoutValue(lacking, saver === undefined ? undefined : of.get(saver));
      return;
    }
    const auth = authOf(one.declaration, manifest);
    const proof: Credentials = auth === null ? { ok: true, headers: {} } : await proofOf(auth);
    if (!proof.ok) {
      one.notSent = unknown(proof.reason);
      return;
    }
    const prepared = prepareRequest(one.declaration, { baseUrl, saved, credentials: proof.headers });
    if (!prepared.ok) {
      one.notSent = unknown(prepared.reason);
      return;
    }
    one.request = prepared.request;
    for (const [name, value] of Object.entries(prepared.request.headers)) {
      if (PROVING.test(name)) secrets.add(value.replace(/^(bearer|basic)\s+/i, ''));
    }
  };
  const ask = async (one: Asked) => {
    if (one.notSent === null && one.request === null && !isOver()) await prepare(one);
    if (one.request === null || isOver()) return;
    if (isFull(kept)) {
      if (one.outcomes.length === 0) one.notSent = unknown(FULL_REASON);
      return;
    }
    came.push({ one, received: await receive(one.request, wire()) });
  };
  const askTogether = async (turn: readonly Asked[], atOnce: number) => {
    await inParallel(turn, ask, atOnce);
    let read = 0;
    for (let next = came.shift(); next !== undefined; next = came.shift()) {
      next.one.outcomes.push(outcomeOf(next.received, wire()));
      // Long answers take their time: others want the process too.
      read += sizeOf(next.received);
      if (read < BYTES_IN_A_ROW) continue;
      read = 0;
      await setImmediate();
    }
  };
  const askAgain = async (some: readonly Asked[]) => {
    for (let round = 1; !isOver(); round += 1) {
      const turn = some.filter((one) => wantsTry(one, round));
      if (turn.length === 0) break;
      await askTogether(turn, concurrency);
    }
  };

  for (const level of levels) {
    const turn = level.flatMap((declaration) => of.get(declaration) ?? []);
    await askTogether(turn, concurrency);
    const giving = turn.filter(({ declaration }) => Object.keys(declaration.save).length > 0);
    await askAgain(giving);
    for (const one of giving) save(one, saved);
  }
  await askAgain(asked);
  // One after the other: what was slow among others is judged by its own time.
  for (const one of asked.filter(wasSlowAmongOthers)) await askTogether([one], 1);
  for (const one of asked)
    if (one.outcomes.length === 0)
      one.notSent ??= unknown('The time for all endpoints was over before its turn; raise --timeout-ms.');
  return { asked, evidence };
}

/** Takes the declared values out of an answer that has the declared status. */
function save({ declaration, outcomes }: Asked, saved: Map<string, SavedValue>): void {
  const last = outcomes.at(-1)?.try;
  if (last?.status !== declaration.expectStatus) return;
  for (const [name, path] of Object.entries(declaration.save)) {
    const value = valueAt(last.json, path);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      saved.set(name, value);
  }
}

/** Why a value is not there. Where its saver was held back by choice, so is what needs it. */
function withoutValue(name: string, saver: Asked | undefined): EndpointResult['notSent'] {
  const needs = `It needs \${${name}} of ${saver?.id ?? 'another answer'}`;
  if (saver === undefined) return unknown(`${needs}, which nobody saves.`);
  if (saver.notSent !== null) {
    return {
      verdict: saver.notSent.verdict,
      reason: `${needs}, which was not sent: ${saver.notSent.reason}`,
    };
  }
  const last = saver.outcomes.at(-1)?.try;
  if (last === undefined) return unknown(`${needs}, which was not asked in time; raise --timeout-ms.`);
  if (last.transportError !== null)
    return unknown(`${needs}, which did not answer: ${last.transportError.message}`);
  if (last.status !== saver.declaration.expectStatus)
    return unknown(`${needs}, which answered ${last.status} instead of ${saver.declaration.expectStatus}.`);
  return unknown(
    `${needs}, but its answer has no text, number or truth value at ${saver.declaration.save[name] ?? name}.`,
  );
}

const sizeOf = ({ decoded }: Received) => (decoded?.ok === true ? decoded.body.byteLength : 0);

async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  concurrency: number,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
