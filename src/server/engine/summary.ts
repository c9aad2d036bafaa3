import type { Observed } from '../../checks/types';
import type { DatabaseSchema } from '../../shared/database-schema';
import type { CheckReport, ReportSummary } from '../../shared/report';

/** What Prisma calls the table in which it keeps the history of migrations. */
const HISTORY_TABLE = '_prisma_migrations';

/** `struggle_predictions`, or `audit.events` outside of `public`. */
export function displayName(thing: { schema?: string | undefined; name: string }): string {
  return thing.schema === undefined || thing.schema === 'public'
    ? thing.name
    : `${thing.schema}.${thing.name}`;
}

/**
 * The figures at the head of a report. A part of which one side was not measured is null, never zero.
 * @param values what was observed; what failed is not in it
 * @param checks the checks' own results, so that figures and findings say the same
 */
export function summarize(values: Partial<Observed>, checks: readonly CheckReport[]): ReportSummary {
  const expected = values['schema.ddl'];
  const catalogue = values['database.catalogue'];
  return {
    tables:
      expected && catalogue && ran(checks, 'tables') ? tables(expected, catalogue, checks, values) : null,
    enums:
      expected && catalogue && ran(checks, 'enums')
        ? {
            expected: expected.enums.length,
            observed: catalogue.enums.length,
            missing: namesOf(checks, 'enum.missing'),
            unexpected: namesOf(checks, 'enum.unexpected'),
          }
        : null,
    models: ran(checks, 'delegates') ? models(values) : null,
    endpoints: ran(checks, 'endpoints') ? endpoints(values, checks) : null,
    indexes: expected && catalogue && ran(checks, 'declared-indexes') ? indexes(expected, checks) : null,
  };
}

/** True where a check compared both sides, so that its figures are measured ones. */
function ran(checks: readonly CheckReport[], id: string): boolean {
  const check = checks.find((candidate) => candidate.id === id);
  return (
    check !== undefined &&
    (check.compared > 0 || check.findings.length > 0 || check.reason?.startsWith('Neither') === true)
  );
}

function findings(checks: readonly CheckReport[], ...rules: string[]) {
  return checks.flatMap((check) => check.findings.filter((finding) => rules.includes(finding.rule)));
}

function namesOf(checks: readonly CheckReport[], rule: string): string[] {
  return findings(checks, rule)
    .map((finding) => displayName(finding.subject))
    .sort();
}

function tables(
  expected: DatabaseSchema,
  catalogue: DatabaseSchema,
  checks: readonly CheckReport[],
  values: Partial<Observed>,
): ReportSummary['tables'] {
  const hasHistory =
    catalogue.tables.some((table) => table.name === HISTORY_TABLE) ||
    (values['migrations.folder']?.migrations.length ?? 0) > 0;
  return {
    expected: expected.tables.length + (hasHistory ? 1 : 0),
    observed: catalogue.tables.filter((table) => table.kind === 'table' || table.kind === 'partitioned table')
      .length,
    missing: namesOf(checks, 'table.missing'),
    unexpected: namesOf(checks, 'table.unexpected'),
  };
}

function models(values: Partial<Observed>): ReportSummary['models'] {
  const results = values['client.delegates']?.results;
  if (results === undefined) return null;
  const failing = results.filter((result) => !result.ok).map((result) => result.model);
  return { expected: results.length, usable: results.length - failing.length, failing };
}

function endpoints(values: Partial<Observed>, checks: readonly CheckReport[]): ReportSummary['endpoints'] {
  const observation = values['endpoints.results'];
  if (observation === undefined) return null;
  const ids = observation.results.map((result) => result.id);
  const failing = ids.filter((id) =>
    checks.some((check) =>
      check.findings.some(
        (finding) =>
          finding.severity === 'error' && finding.subject.kind === 'endpoint' && finding.subject.name === id,
      ),
    ),
  );
  return { declared: observation.declarations.length, passing: ids.length - failing.length, failing };
}

function indexes(expected: DatabaseSchema, checks: readonly CheckReport[]): ReportSummary['indexes'] {
  const declared = expected.tables.flatMap((table) => table.indexes.filter((index) => !index.unique)).length;
  const strategic = checks.find((check) => check.id === 'strategic-indexes');
  const strategicExpected = strategic?.compared ?? 0;
  const wrong = (list: readonly CheckReport[]) =>
    findings(list, 'index.missing', 'index.definition', 'index.invalid');
  const strategicWrong = strategic === undefined ? 0 : wrong([strategic]).length;
  const all = declared + strategicExpected;
  const bad = new Set(wrong(checks).map((finding) => `${finding.subject.table}.${finding.subject.name}`));
  return {
    expected: all,
    observed: all - findings(checks, 'index.missing').length,
    missing: namesOf(checks, 'index.missing'),
    coverage: all === 0 ? null : Math.max(0, (all - bad.size) / all),
    strategic: { expected: strategicExpected, observed: strategicExpected - strategicWrong },
  };
}
