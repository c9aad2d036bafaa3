import type { Observed } from '../../checks/types';
import type { Finding } from '../../shared/finding';
import type { PlanNode, PlannedQuery } from '../../shared/query-plans';
import type { CheckReport } from '../../shared/report';
import type { QueryRow } from '../../shared/rows';
import { grouped, rowVerdict } from './details-findings';
import type { Judged } from './judged';

/** What is said against each query's plan. */
export function queryFindings(checks: readonly CheckReport[]): (query: PlannedQuery) => Finding[] {
  const about = checks
    .flatMap((check) => check.findings)
    .filter(({ rule, subject }) => subject.kind === 'query' && rule.startsWith('query.'));
  // The key ends with the query's id; two queries may well have one name.
  const byId = grouped(about, ({ key }) => key.slice(key.lastIndexOf(':') + 1));
  return ({ id }) => byId.get(id) ?? [];
}

/** The tables that a plan reads, each once. */
export function tablesOfPlan(plan: PlanNode | null): { schema: string; table: string }[] {
  const found = new Map<string, { schema: string; table: string }>();
  const walk = ({ schema, table, children }: PlanNode) => {
    if (schema !== null && table !== null) found.set(`${schema}.${table}`, { schema, table });
    for (const child of children) walk(child);
  };
  if (plan !== null) walk(plan);
  return [...found.values()];
}

/** So much of a query's text stands in a list. */
const TEXT_CHARACTERS = 200;

/** A row for each query; null where the plans were not observed. */
export function queryRows(values: Partial<Observed>, { checks, ran }: Judged): QueryRow[] | null {
  const plans = values['queries.plans'];
  if (plans === undefined) return null;
  const found = queryFindings(checks);
  return plans.queries.map((query) => {
    const { id, name, origin, endpoints, story, calls, meanMs, plan, unplanned, unjudged } = query;
    const findings = found(query);
    // What is not to be told yet is skipped; what nobody could plan is unknown.
    const early = unjudged !== null && findings.length === 0;
    return {
      id,
      name,
      text: query.sql.replaceAll(/\s+/g, ' ').slice(0, TEXT_CHARACTERS),
      origin,
      endpoints,
      story,
      calls,
      meanMs,
      tables: tablesOfPlan(plan).map(({ schema, table }) =>
        schema === 'public' ? table : `${schema}.${table}`,
      ),
      cost: plan?.cost ?? null,
      verdict: early ? 'skipped' : rowVerdict(findings, plan !== null && ran.has('query-plans')),
      reason: unplanned ?? unjudged,
      findingKeys: findings.map(({ key }) => key),
    };
  });
}
