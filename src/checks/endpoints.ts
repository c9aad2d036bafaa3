import { cacheUseOf } from '../shared/cache';
import { type EndpointDeclaration, type EndpointResult, endpointId } from '../shared/endpoints';
import type { Finding, Remedy } from '../shared/finding';
import { budgetFor } from '../shared/latency';
import { type Masking, masking } from '../shared/mask';
import { REGENERATE } from './client-files';
import { driftFinding } from './support/drift-finding';
import { judgeTry } from './support/endpoint-answer';
import type { Judgement } from './support/endpoint-judgement';
import { groupBy } from './support/group-by';
import { countOf, inBrief, sentences, withoutStop } from './support/words';
import { defineCheck } from './types';

/** Does each declared endpoint answer as declared, in its shape and in its time? The last try decides. */
export const endpoints = defineCheck({
  id: 'endpoints',
  group: 'endpoints',
  title: 'Declared endpoints',
  needs: ['endpoints.results'],
  run({ 'endpoints.results': { declarations, results, mask } }) {
    const byId = new Map(results.map((result) => [result.id, result]));
    const masked = masking(mask);
    const pairs = declarations.map((declaration) => ({
      declaration,
      id: endpointId(declaration),
      result: byId.get(endpointId(declaration)),
    }));
    const asked = pairs.flatMap(({ declaration, result }) =>
      result !== undefined && wasAsked(result) ? [{ declaration, result }] : [],
    );
    const left = pairs.flatMap(({ id, result }) =>
      result !== undefined && wasAsked(result) ? [] : [leftOut(id, result)],
    );
    const skipped = left.filter(({ verdict }) => verdict === 'skipped');
    const unknown = left.filter(({ verdict }) => verdict === 'unknown');
    const cached = asked.filter(({ result }) => cameFromCache(result)).map(({ result }) => result.id);
    const unseen = sentences(inWords(unknown), cachedInWords(cached));
    return {
      compared: asked.length - cached.length,
      findings: asked.flatMap(({ declaration, result }) => judge(declaration, result, masked)),
      ...(unseen === null ? {} : { unknown: sentences(unseen, inWords(skipped)) ?? '' }),
      ...(skipped.length === 0 ? {} : { leftOut: inWords(skipped) ?? '' }),
      ...(asked.length === 0 && unseen === null && skipped.length > 0
        ? { nothingToCompare: inWords(skipped) ?? '' }
        : {}),
    };
  },
});

/** False where no request went out: the time was over before the endpoint's turn came, or something says why it must not. */
export function wasAsked(result: EndpointResult): boolean {
  const last = result.tries.at(-1);
  return result.notSent === null && last !== undefined && last.transportError?.code !== 'not-requested';
}

/** Every request asks for the truth of the moment: an answer that lay ready shows nothing of what lies behind the cache. */
function cameFromCache(result: EndpointResult): boolean {
  return cacheUseOf(result.tries.at(-1)?.headers ?? {}) === 'hit';
}

function cachedInWords(ids: readonly string[]): string | null {
  if (ids.length === 0) return null;
  return `${countOf(ids.length, 'endpoint')} answered from a cache (${inBrief(ids)}), though the request says \`cache-control: no-cache\`: that shows nothing of the application and the database behind it. Let the cache heed it, or ask past the cache (--base-url).`;
}

type LeftOut = { id: string; verdict: 'unknown' | 'skipped'; reason: string };

function leftOut(id: string, result: EndpointResult | undefined): LeftOut {
  if (result === undefined) return { id, verdict: 'unknown', reason: 'Nothing was brought back of it.' };
  if (result.notSent !== null) return { id, ...result.notSent };
  return { id, verdict: 'unknown', reason: 'The time was over before its turn came: raise --timeout-ms.' };
}

/** `2 endpoints were not asked (GET /a, POST /b): The time …`, one such sentence for each reason; null where there is none. */
function inWords(left: readonly LeftOut[]): string | null {
  const told = [...groupBy(left, ({ reason }) => reason)].map(([reason, those]) => {
    const names = inBrief(those.map(({ id }) => id));
    return `${countOf(those.length, 'endpoint was', 'endpoints were')} not asked (${names}): ${sentence(reason)}`;
  });
  return sentences(...told);
}

function judge(declaration: EndpointDeclaration, result: EndpointResult, mask: Masking): Finding[] {
  const last = result.tries.at(-1);
  if (last === undefined) return [];
  const judgements = result.tries.map((one) => judgeTry(one, declaration, mask));
  const judgement = judgements.at(-1) ?? null;
  if (judgement !== null) return [failure(declaration, result.id, judgement, judgements.slice(0, -1))];
  return [...flapping(declaration, result, judgements), ...slow(declaration, result, last.durationMs)];
}

const REMEDIES: Record<Judgement['rule'], string> = {
  'endpoint.schema-error': 'Repair the difference that the answer names; the route itself needs no change.',
  'endpoint.server-error':
    'Look for this request in the application’s log: its answer does not name the reason.',
  'endpoint.not-found': 'Correct the path or its parameters in the manifest, or bring the route back.',
  'endpoint.auth':
    'Give the manifest the headers that the route asks for, or declare this status as expected.',
  'endpoint.contract': 'Correct the route, or the status and shape that the manifest declares.',
  'endpoint.timeout': 'See what the route waits for: a slow query, a lock, another service.',
  'endpoint.unreachable': 'Look in the application’s log why it closed or refused the connection.',
};

function failure(
  declaration: EndpointDeclaration,
  id: string,
  { rule, observed, evidence, advice }: Judgement,
  before: readonly (Judgement | null)[],
): Finding {
  const remedy: Remedy =
    evidence?.kind === 'client' ? REGENERATE : { kind: 'note', text: advice ?? REMEDIES[rule] };
  const verb = rule === 'endpoint.timeout' || rule === 'endpoint.unreachable' ? 'did not answer' : 'answered';
  return finding(declaration, {
    rule,
    severity: 'error',
    impact: declaration.sideEffects === undefined ? 'read' : 'write',
    message: `${id} ${verb}${oftenInWords(rule, before)}: ${sentence(observed)}`,
    expected: expectedOf(declaration),
    observed,
    remedy,
  });
}

/** How the tries before the deciding one went: each is kept, and one that was otherwise is not counted as the same. */
function oftenInWords(rule: Judgement['rule'], before: readonly (Judgement | null)[]): string {
  if (before.length === 0) return '';
  if (before.every((one) => one?.rule === rule)) return ` at each of ${before.length + 1} tries`;
  const told = before.map((one) => (one === null ? 'as declared' : withoutStop(one.observed)));
  return ` at the last of ${before.length + 1} tries (before: ${told.join('; ')})`;
}

function flapping(
  declaration: EndpointDeclaration,
  { id }: EndpointResult,
  judgements: readonly (Judgement | null)[],
): Finding[] {
  const before = judgements.filter((one) => one !== null);
  const first = before[0];
  if (first === undefined) return [];
  return [
    finding(declaration, {
      rule: 'endpoint.flapping',
      severity: 'warning',
      impact: 'read',
      message: `${id} failed at ${countOf(before.length, 'try', 'tries')} before it answered as declared: ${sentence(first.observed)}`,
      expected: 'the declared answer at the first try',
      observed: `after ${countOf(before.length, 'failed try', 'failed tries')}: ${first.observed}`,
      remedy: {
        kind: 'note',
        text: first.advice ?? 'Look in the application’s log for what failed at that moment.',
      },
    }),
  ];
}

function slow(
  declaration: EndpointDeclaration,
  { id, cold, tries }: EndpointResult,
  durationMs: number,
): Finding[] {
  const { budgetMs } = declaration;
  const limitMs = budgetFor(declaration, cold);
  if (durationMs <= limitMs) return [];
  // After a try that answered as well, the probe asks once more with nothing else under way.
  const again =
    tries.length > 1 && tries.at(-2)?.status === tries.at(-1)?.status ? ' when asked again alone' : '';
  const took = durationMs < 10 ? durationMs.toFixed(2) : Math.ceil(durationMs).toString();
  const allowed = cold
    ? `${limitMs} ms, which a first request after a start may take (its budget is ${budgetMs} ms)`
    : `its budget of ${budgetMs} ms`;
  return [
    finding(declaration, {
      rule: 'endpoint.slow',
      severity: 'warning',
      impact: 'performance',
      message: `${id} took ${took} ms${again}, more than ${allowed}.`,
      expected: `at most ${limitMs} ms`,
      observed: `${took} ms`,
      remedy: { kind: 'note', text: 'Read the plans of its queries; a missing index is the usual reason.' },
    }),
  ];
}

type Parts = Omit<Parameters<typeof driftFinding>[0], 'about' | 'subject'>;

function finding(declaration: EndpointDeclaration, parts: Parts): Finding {
  const id = endpointId(declaration);
  const story = declaration.story === undefined ? {} : { story: declaration.story };
  return driftFinding({ about: id, subject: { kind: 'endpoint', name: id, ...story }, ...parts });
}

function expectedOf({ expectStatus, response, method, assert }: EndpointDeclaration): string {
  const values =
    assert.length === 0 ? '' : ` and ${countOf(assert.length, 'asserted value', 'asserted values')}`;
  return response === undefined || method === 'HEAD'
    ? `status ${expectStatus}${values}`
    : `status ${expectStatus} with a JSON body of the declared shape${values}`;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
