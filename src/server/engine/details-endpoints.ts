import { wasAsked } from '../../checks/endpoints';
import type { Observed } from '../../checks/types';
import type { EndpointRow } from '../../shared/details';
import { type EndpointDeclaration, type EndpointResult, endpointId } from '../../shared/endpoints';
import { type Masking, masking } from '../../shared/mask';
import type { CheckReport } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';
import { allFindings, compared, rowVerdict } from './details-findings';

/** One row a declared endpoint, in the manifest's order; null where none was requested. */
export function endpointRows(
  values: Partial<Observed>,
  checks: readonly CheckReport[],
): EndpointRow[] | null {
  const observation = values['endpoints.results'];
  if (observation === undefined) return null;
  const mask = masking(observation.mask);
  const measured = compared(checks, 'endpoints');
  const findings = allFindings(checks).filter((finding) => finding.subject.kind === 'endpoint');
  const results = new Map(observation.results.map((result) => [result.id, result]));
  return observation.declarations.map((declaration) => {
    const id = endpointId(declaration);
    const result = results.get(id);
    const own = findings.filter((finding) => finding.subject.name === id);
    const why = whyNot(result);
    const judged = rowVerdict(own, measured && why === null);
    return {
      id,
      path: declaration.path,
      story: declaration.story ?? null,
      models: declaration.models,
      budgetMs: declaration.budgetMs,
      expectStatus: declaration.expectStatus,
      hasContract: declaration.response !== undefined,
      method: declaration.method,
      assertions: declaration.assert.length,
      sideEffects: declaration.sideEffects ?? null,
      coldBudgetMs: declaration.coldBudgetMs ?? null,
      retries: declaration.retries,
      request: requestOf(declaration, mask),
      verdict: judged === 'unknown' && why !== null ? why.verdict : judged,
      reason: own[0]?.message ?? why?.reason ?? null,
      findingKeys: own.map((finding) => finding.key),
      cold: result?.cold ?? false,
      tries: (result?.tries ?? []).map(({ json: _json, ...kept }) => kept),
    };
  });
}

/** Why nothing is known of it; null where it was asked. */
function whyNot(result: EndpointResult | undefined): { verdict: Verdict; reason: string } | null {
  const unknown = 'It was not requested in this run.';
  if (result === undefined) return { verdict: 'unknown', reason: unknown };
  if (result.notSent !== null) return result.notSent;
  const last = result.tries.at(-1);
  if (last !== undefined && wasAsked(result)) return null;
  return { verdict: 'unknown', reason: last?.transportError?.message ?? unknown };
}

/** A name of something that is known only when it is sent: `${token}`, `Bearer ${env:TOKEN}`. */
const TEMPLATE = /^(?:\w+ )?\$\{[^}]+\}$/;

/** What is sent, as the manifest has it: a name like `${token}` stays, a secret that stands in the file does not. */
function requestOf({ headers, auth, body }: EndpointDeclaration, mask: Masking): EndpointRow['request'] {
  const shown = Object.entries(headers).map(([name, value]) => {
    const masked = mask.headers({ [name]: value })[name.toLowerCase()] ?? '';
    return [name, TEMPLATE.test(value) ? value : masked] as const;
  });
  const text = typeof body === 'string' ? mask.body(body) : JSON.stringify(mask.json(body), null, 2);
  return {
    headers: Object.fromEntries(shown),
    auth: auth ?? null,
    body: body === undefined ? null : text,
  };
}
