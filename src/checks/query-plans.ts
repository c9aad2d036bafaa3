import type { DatabaseSchema } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import type { PlannedQuery, QueryPlans } from '../shared/query-plans';
import type { Thresholds } from '../shared/thresholds';
import { ignoreFilter } from './support/ignore';
import { nameOf } from './support/names';
import { judgedObjections } from './support/plan-findings';
import { countOf } from './support/words';
import { type CheckResult, defineCheck, type Observed, thresholdsOf } from './types';

/** The application's queries do not read large tables whole, sort or throw away what an index could give. */
export const queryPlans = defineCheck({
  id: 'query-plans',
  group: 'indexes',
  title: 'Plans of the queries',
  needs: ['queries.plans'],
  uses: ['database.catalogue', 'schema.prisma'],
  run: (observed, settings) => {
    const plans = observed['queries.plans'];
    const thresholds = thresholdsOf(settings);
    const ignore = ignoreFilter(settings.ignore);
    const context = contextOf(observed, plans, thresholds);
    const findings: Finding[] = [];
    const unclear: PlannedQuery[] = [];
    let compared = 0;
    for (const query of plans.queries) {
      if (query.plan === null || query.unjudged !== null) continue;
      compared += 1;
      const { found, isUnclear } = judgedObjections(query, query.plan, context);
      if (isUnclear) unclear.push(query);
      findings.push(
        ...found.filter(({ subject }) => !ignore.object(subject.schema ?? '', subject.table ?? '')),
      );
    }
    return { compared, findings, ...remarks(plans, compared, unclear) };
  },
});

function contextOf(
  observed: Partial<Pick<Observed, 'database.catalogue' | 'schema.prisma'>>,
  plans: QueryPlans,
  thresholds: Thresholds,
) {
  const catalogue: DatabaseSchema | undefined = observed['database.catalogue'];
  const tables = new Map((catalogue?.tables ?? []).map((table) => [nameOf(table), table]));
  return { plans, thresholds, catalogue, tables, schema: observed['schema.prisma'] };
}

/** What was not judged, and why that is no green. */
function remarks(
  { queries, sources }: QueryPlans,
  compared: number,
  unclear: readonly PlannedQuery[],
): Partial<CheckResult> {
  const broken = sources.filter(
    ({ origin, queries: count }) => count === null && origin !== 'pg_stat_statements',
  );
  if (broken.length > 0) return { unknown: broken.map(({ reason }) => reason ?? '').join(' ') };
  const unplanned = queries.filter(({ plan }) => plan === null);
  const small = queries.filter(({ unjudged }) => unjudged !== null);
  const [first] = unplanned;
  const said = sources.flatMap(({ reason }) => reason ?? []);
  if (compared === 0) {
    if (first !== undefined && small.length === 0)
      return {
        unknown: `None of ${countOf(queries.length, 'query', 'queries')} could be planned: ${first.name}: ${first.unplanned ?? ''}`,
      };
    const why =
      small.length > 0
        ? `All plans (${small.length}) are of small tables. ${small[0]?.unjudged ?? ''}`
        : 'No source tells a query of the watched tables.';
    return { nothingToCompare: [why, ...said].join(' ') };
  }
  const parts = [
    ...(small.length === 0
      ? []
      : [`${countOf(small.length, 'query', 'queries')} of small tables only, whose plans say nothing yet.`]),
    ...(first === undefined
      ? []
      : [`${unplanned.length} not planned (${first.name}: ${(first.unplanned ?? '').replace(/\.$/, '')}).`]),
    ...(unclear.length === 0
      ? []
      : [
          `Of ${unclear.length} nobody can say, since a partial index serves them for some values: ${unclear.map(({ name }) => name).join(', ')}.`,
        ]),
    ...said,
  ];
  return parts.length === 0 ? {} : { leftOut: `Left out: ${parts.join(' ')}` };
}
