import type { DelegateResult } from '@/shared/client';
import type { EndpointRow } from '@/shared/details';
import type { Report } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';
import { byVerdict } from '../parts/verdict';
import type { Found } from './findings';

/** One delegate with what the run made of it. */
export type DelegateRow = {
  key: string;
  result: DelegateResult;
  /** `unknown`: the count proves nothing of the client, as when it was cut off, or our user may not make it. */
  verdict: Verdict;
  found: Found | null;
  /** The routes that use the model, by their declarations. */
  routes: string[];
};

/** What was counted through each delegate: failures first, then what proves nothing. */
export function delegateRows(
  results: readonly DelegateResult[],
  report: Report,
  endpoints: readonly EndpointRow[] | null,
): DelegateRow[] {
  const found = report.checks.flatMap((check) =>
    check.findings
      .filter(({ rule }) => rule === 'client.delegate-failing')
      .map((finding) => ({ finding, check })),
  );
  const several = new Set(results.map(({ client }) => client)).size > 1;
  return results
    .map((result): DelegateRow => {
      const own = result.ok ? null : (findingOf(result, found, several) ?? null);
      return {
        key: `${result.client}.${result.model}`,
        result,
        verdict: result.ok ? 'pass' : own === null ? 'unknown' : 'fail',
        found: own,
        routes: [
          ...new Set([
            ...(own?.finding.affects ?? []),
            ...(endpoints ?? []).filter(({ models }) => models.includes(result.model)).map(({ id }) => id),
          ]),
        ],
      };
    })
    .sort((a, b) => byVerdict(a.verdict, b.verdict));
}

/** The finding of this client's model, or of the client as a whole where it cannot be imported. */
function findingOf(result: DelegateResult, found: readonly Found[], several: boolean): Found | undefined {
  return found.find(({ finding: { key, subject } }) => {
    // Only where there are several do keys name the client.
    if (several && !key.split(':').includes(result.client)) return false;
    if (subject.kind === 'client') return result.errorCode === 'import-failed';
    return subject.model === result.model;
  });
}

/** `~1.2 M`: an estimate, in as many digits as it deserves. */
export function roughly(rows: number): string {
  const steps: [number, string][] = [
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ];
  for (const [size, unit] of steps) {
    if (rows < size) continue;
    const value = rows / size;
    return `~${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)}${unit}`;
  }
  return `~${Math.round(rows)}`;
}
