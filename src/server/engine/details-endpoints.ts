import { wasAsked } from '../../checks/endpoints';
import type { Observed } from '../../checks/types';
import type { EndpointRow } from '../../shared/details';
import { type EndpointResult, endpointId } from '../../shared/endpoints';
import type { CheckReport } from '../../shared/report';
import { allFindings, compared, rowVerdict } from './details-findings';

/** One row a declared endpoint, in the manifest's order; null where none was requested. */
export function endpointRows(
  values: Partial<Observed>,
  checks: readonly CheckReport[],
): EndpointRow[] | null {
  const observation = values['endpoints.results'];
  if (observation === undefined) return null;
  const measured = compared(checks, 'endpoints');
  const findings = allFindings(checks).filter((finding) => finding.subject.kind === 'endpoint');
  const results = new Map(observation.results.map((result) => [result.id, result]));
  return observation.declarations.map((declaration) => {
    const id = endpointId(declaration);
    const result = results.get(id);
    const asked = result !== undefined && wasAsked(result);
    const own = findings.filter((finding) => finding.subject.name === id);
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
      verdict: rowVerdict(own, measured && asked),
      reason: own[0]?.message ?? (asked ? null : whyNot(result)),
      findingKeys: own.map((finding) => finding.key),
      cold: result?.cold ?? false,
      tries: (result?.tries ?? []).map(({ json: _json, ...kept }) => kept),
    };
  });
}

function whyNot(result: EndpointResult | undefined): string {
  return result?.tries.at(-1)?.transportError?.message ?? 'It was not requested in this run.';
}
