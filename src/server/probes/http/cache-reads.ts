import type { Dispatcher } from 'undici';
import { type CachedRead, cacheUseOf } from '../../../shared/cache';
import {
  type EndpointDeclaration,
  type EndpointObservation,
  type EndpointResult,
  endpointId,
} from '../../../shared/endpoints';
import { masking } from '../../../shared/mask';
import type { Evidence } from '../../../shared/observation';
import { failed, observed, type Probe, type ProbeContext } from '../types';
import { resolveBySystem } from './address';
import { type AskedRead, askColdAndWarm } from './cold-and-warm';
import { openDispatcher } from './dispatcher';
import type { OutgoingRequest } from './exchange';
import { keepFor } from './kept-pool';
import { isWrite } from './permission';
import { createSecrets } from './secrets';
import { requestsOf } from './sent-requests';

/** So many endpoints are asked again, the slowest first: there a cache has most to give. */
const MOST_ENDPOINTS = 8;
/** All of it together, so that a run each minute stays a short one; and never more than this share of `timeoutMs`. */
const TOTAL_MS = 1_500;
const TOTAL_SHARE = 0.5;

type Candidate = { id: string; request: OutgoingRequest; durationMs: number };

/**
 * Asks the endpoints that say `x-cache` a few times more, past their cache and through it, one request at a time. It waits
 * for the endpoints' own answers, whose requests it sends again: the same credentials, addresses and limits.
 */
export const cacheReadsProbe: Probe<'cache.reads'> = {
  need: 'cache.reads',
  afterOthers: true,
  read: (context) => readColdAndWarm(context, Math.min(TOTAL_MS, context.settings.timeoutMs * TOTAL_SHARE)),
};

/** @param totalMs how long all of it may take; a request that is under way then is waited for */
export async function readColdAndWarm(
  context: ProbeContext,
  totalMs: number,
): ReturnType<(typeof cacheReadsProbe)['read']> {
  const results = await context.observe('endpoints.results');
  if (!results.ok) return { ...results, evidence: [] };
  const candidates = candidatesOf(results.value);
  const asked = results.value.results.filter(({ tries }) => tries.length > 0).length;
  const first = candidates[0];
  if (first === undefined) return observed({ reads: [], asked });
  const opened = await openDispatcher(new URL(first.request.url.origin), context, resolveBySystem);
  if (!opened.ok) return failed(`No endpoint was asked cold and warm: ${opened.reason}`);
  const evidence: Evidence[] = [];
  const reads = await askEach(
    candidates,
    { ...context, dispatcher: opened.dispatcher, totalMs },
    evidence,
  ).catch(async (error) => {
    await opened.dispatcher.destroy();
    throw error;
  });
  if (context.signal.aborted) {
    await opened.dispatcher.destroy();
    return failed('Asking cold and warm was cancelled with the run.');
  }
  keepFor(opened.key, opened.dispatcher);
  return observed({ reads, asked }, ...evidence);
}

/** What said `x-cache` when it was asked, answered as declared, and may be asked again without changing anything. */
function candidatesOf(observation: EndpointObservation): Candidate[] {
  const { declarations, results } = observation;
  const sent = requestsOf(observation);
  const byId = new Map(results.map((result) => [result.id, result]));
  return declarations
    .flatMap((declaration) => {
      const id = endpointId(declaration);
      const request = sent.get(id);
      const last = saysCache(declaration, byId.get(id));
      return request === undefined || last === null ? [] : [{ id, request, durationMs: last.durationMs }];
    })
    .sort((a, b) => b.durationMs - a.durationMs);
}

function saysCache(declaration: EndpointDeclaration, result: EndpointResult | undefined) {
  const last = result?.tries.at(-1);
  if (last === undefined || declaration.method !== 'GET' || isWrite(declaration)) return null;
  return last.status === declaration.expectStatus && cacheUseOf(last.headers) !== null ? last : null;
}

type Asking = Pick<ProbeContext, 'settings' | 'signal'> & { dispatcher: Dispatcher; totalMs: number };

async function askEach(
  candidates: readonly Candidate[],
  { settings: { timeoutMs }, signal, dispatcher, totalMs }: Asking,
  evidence: Evidence[],
): Promise<CachedRead[]> {
  const endsAt = performance.now() + totalMs;
  const reads: CachedRead[] = [];
  for (const [position, { id, request }] of candidates.entries()) {
    if (position >= MOST_ENDPOINTS || performance.now() >= endsAt || signal.aborted) {
      const unmeasured =
        position >= MOST_ENDPOINTS
          ? `Only the ${MOST_ENDPOINTS} slowest endpoints with a cache are asked again in a run.`
          : 'The time for asking again was over before its turn.';
      reads.push({ endpoint: id, missMs: [], hitMs: [], unmeasured });
      continue;
    }
    const at = new Date().toISOString();
    const begun = performance.now();
    const came = await askColdAndWarm(request, {
      dispatcher,
      signal,
      limitMs: timeoutMs,
      endsAt,
      secrets: createSecrets(),
      masking: masking(),
      kept: { bytes: 0, characters: 0 },
    });
    reads.push({ endpoint: id, ...came.read });
    evidence.push(evidenceOf(id, came, { at, durationMs: performance.now() - begun }));
  }
  return reads;
}

function evidenceOf(
  id: string,
  { read, requests }: AskedRead,
  when: { at: string; durationMs: number },
): Evidence {
  const told = `${read.missMs.length} worked out, ${read.hitMs.length} from the cache`;
  return {
    kind: 'http',
    text: `${id}, ${requests} times, with and without cache-control: no-cache`,
    answer: read.unmeasured ?? told,
    ...when,
  };
}
