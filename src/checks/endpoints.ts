import { type EndpointDeclaration, type EndpointResult, endpointId } from '../shared/endpoints';
import type { Finding, Remedy } from '../shared/finding';
import { REGENERATE } from './client-files';
import { driftFinding } from './support/drift-finding';
import { type Judgement, judgeTry } from './support/endpoint-answer';
import { countOf, inBrief } from './support/words';
import { defineCheck } from './types';

/** A first request after a start may take so many times its budget, and never less than this: it holds other work too. */
const COLD_FACTOR = 5;
const COLD_MINIMUM_MS = 2_000;

/** Does each declared endpoint answer as declared, in its shape and in its time? The last try decides. */
export const endpoints = defineCheck({
  id: 'endpoints',
  group: 'endpoints',
  title: 'Declared endpoints',
  needs: ['endpoints.results'],
  run({ 'endpoints.results': { declarations, results } }) {
    const byId = new Map(results.map((result) => [result.id, result]));
    const asked = declarations.flatMap((declaration) => {
      const result = byId.get(endpointId(declaration));
      return result === undefined || !wasAsked(result) ? [] : [{ declaration, result }];
    });
    const left = declarations.map(endpointId).filter((id) => !asked.some(({ result }) => result.id === id));
    return {
      compared: asked.length,
      findings: asked.flatMap(({ declaration, result }) => judge(declaration, result)),
      ...(left.length === 0
        ? {}
        : {
            unknown: `${countOf(left.length, 'endpoint was', 'endpoints were')} not asked before the time was over (${inBrief(left)}): raise --timeout-ms.`,
          }),
    };
  },
});

/** False where the time was over before the endpoint's turn came: then nothing is known of it. */
export function wasAsked(result: EndpointResult): boolean {
  return (
    result.notSent === null &&
    result.tries.length > 0 &&
    result.tries.at(-1)?.transportError?.code !== 'not-requested'
  );
}

function judge(declaration: EndpointDeclaration, result: EndpointResult): Finding[] {
  const last = result.tries.at(-1);
  if (last === undefined) return [];
  const judgement = judgeTry(last, declaration);
  if (judgement !== null) return [failure(declaration, result.id, judgement, result.tries.length)];
  return [...flapping(declaration, result), ...slow(declaration, result, last.durationMs)];
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
  { rule, observed, evidence }: Judgement,
  tries: number,
): Finding {
  const remedy: Remedy = evidence?.kind === 'client' ? REGENERATE : { kind: 'note', text: REMEDIES[rule] };
  const often = tries > 1 ? ` at each of ${tries} tries` : '';
  const verb = rule === 'endpoint.timeout' || rule === 'endpoint.unreachable' ? 'did not answer' : 'answered';
  return finding(declaration, {
    rule,
    severity: 'error',
    impact: 'read',
    message: `${id} ${verb}${often}: ${sentence(observed)}`,
    expected: expectedOf(declaration),
    observed,
    remedy,
  });
}

function flapping(declaration: EndpointDeclaration, { id, tries }: EndpointResult): Finding[] {
  const before = tries.slice(0, -1).flatMap((one) => judgeTry(one, declaration) ?? []);
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
      remedy: { kind: 'note', text: 'Look in the application’s log for what failed at that moment.' },
    }),
  ];
}

function slow(
  declaration: EndpointDeclaration,
  { id, cold, tries }: EndpointResult,
  durationMs: number,
): Finding[] {
  const { budgetMs } = declaration;
  const limitMs = cold ? Math.max(budgetMs * COLD_FACTOR, COLD_MINIMUM_MS) : budgetMs;
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

function expectedOf({ expectStatus, response, method }: EndpointDeclaration): string {
  return response === undefined || method === 'HEAD'
    ? `status ${expectStatus}`
    : `status ${expectStatus} with a JSON body of the declared shape`;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
