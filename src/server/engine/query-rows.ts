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
  const byName = grouped(about, ({ subject }) => subject.name);
  return ({ id, name }) => byName.get(id) ?? byName.get(name) ?? [];
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
    const judged = plan !== null && unjudged === null && ran.has('query-plans');
    const findings = found(query);
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
      verdict: rowVerdict(findings, judged),
      reason: unplanned ?? unjudged,
      findingKeys: findings.map(({ key }) => key),
    };
  });
}
