import { wasAsked } from '../../checks/endpoints';
import { expectedTables } from '../../checks/support/expected-tables';
import { ignoreFilter } from '../../checks/support/ignore';
import type { MigratedIndexes } from '../../checks/support/migration-indexes';
import { indexesBeyondSchema } from '../../checks/support/strategic';
import type { Observed } from '../../checks/types';
import { IMPORT_FAILED } from '../../shared/client';
import type { DatabaseSchema } from '../../shared/database-schema';
import type { CheckReport, ReportSummary } from '../../shared/report';
import { coverageOf } from './coverage';
import { expectedStandings } from './expected-indexes';
import type { Judged } from './judged';

/** `struggle_predictions`, or `audit.events` outside of `public`. */
export function displayName(thing: { schema?: string | undefined; name: string }): string {
  return thing.schema === undefined || thing.schema === 'public'
    ? thing.name
    : `${thing.schema}.${thing.name}`;
}

/**
 * The figures at the head of a report. A part of which one side was not measured is null, never zero.
 * @param values what was observed; what failed is not in it
 * @param judged the checks' own results, so that figures and findings say the same
 */
export function summarize(values: Partial<Observed>, judged: Judged): Omit<ReportSummary, 'waived'> {
  const expected = values['schema.ddl'];
  const catalogue = values['database.catalogue'];
  const { checks } = judged;
  const ignore = ignoreFilter(judged.ignore);
  const kept = (thing: { schema: string; name: string }) => !ignore.object(thing.schema, thing.name);
  return {
    tables:
      expected && catalogue && measured(judged, 'tables')
        ? tables({ ...values, 'schema.ddl': expected, 'database.catalogue': catalogue }, checks, kept)
        : null,
    enums:
      expected && catalogue && measured(judged, 'enums')
        ? {
            expected: expected.enums.filter(kept).length,
            observed: catalogue.enums.filter(kept).length,
            missing: namesOf(checks, 'enum.missing'),
            unexpected: namesOf(checks, 'enum.unexpected'),
          }
        : null,
    models: measured(judged, 'delegates') ? models(values, checks) : null,
    endpoints: measured(judged, 'endpoints') ? endpoints(values, checks) : null,
    indexes:
      expected && catalogue && judged.ran.has('declared-indexes')
        ? indexes(
            expected,
            catalogue,
            judged.ran.has('strategic-indexes') ? indexesBeyondSchema(values) : undefined,
            judged.ignore,
          )
        : null,
    coverage: coverageOf(values, judged),
  };
}

/** True where a check held both sides against one another, or saw that neither has such a thing. */
function measured({ checks, ran }: Judged, id: string): boolean {
  const check = checks.find((candidate) => candidate.id === id);
  return (
    check !== undefined &&
    ran.has(id) &&
    (check.compared > 0 || check.findings.length > 0 || check.verdict === 'skipped')
  );
}

function namesOf(checks: readonly CheckReport[], rule: string): string[] {
  return checks
    .flatMap((check) => check.findings.filter((finding) => finding.rule === rule))
    .map((finding) => displayName(finding.subject))
    .sort();
}

function tables(
  sides: Pick<Observed, 'schema.ddl' | 'database.catalogue'> & Partial<Observed>,
  checks: readonly CheckReport[],
  kept: (table: { schema: string; name: string }) => boolean,
): ReportSummary['tables'] {
  const { tables: declared, historyTable } = expectedTables(sides);
  const historyApart =
    historyTable !== null &&
    kept(historyTable) &&
    !declared.some((table) => table.schema === historyTable.schema && table.name === historyTable.name);
  const real = sides['database.catalogue'].tables.filter(
    (table) => (table.kind === 'table' || table.kind === 'partitioned table') && kept(table),
  );
  return {
    expected: declared.filter(kept).length + (historyApart ? 1 : 0),
    observed: real.length,
    missing: namesOf(checks, 'table.missing'),
    unexpected: namesOf(checks, 'table.unexpected'),
  };
}

/** Of several clients a model needs all. One that gave no answer says nothing: neither usable nor failing. */
function models(values: Partial<Observed>, checks: readonly CheckReport[]): ReportSummary['models'] {
  const results = values['client.delegates']?.results;
  if (results === undefined) return null;
  const names = [...new Set(results.map(({ model }) => model))];
  const unusable = new Set(results.filter(({ ok }) => !ok).map(({ model }) => model));
  const found = checks
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => rule === 'client.delegate-failing');
  const failing = new Set(found.map(({ subject }) => subject.model));
  // A client that cannot be imported fails with every model.
  for (const { model, errorCode } of results) if (errorCode === IMPORT_FAILED) failing.add(model);
  return {
    expected: names.length,
    usable: names.filter((model) => !unusable.has(model)).length,
    failing: names.filter((model) => failing.has(model)),
  };
}

/** One that was not asked neither passes nor fails. */
function endpoints(values: Partial<Observed>, checks: readonly CheckReport[]): ReportSummary['endpoints'] {
  const observation = values['endpoints.results'];
  if (observation === undefined) return null;
  const asked = observation.results.filter(wasAsked);
  const wrong = new Set(
    checks.flatMap((check) =>
      check.findings
        .filter(({ severity, subject }) => severity === 'error' && subject.kind === 'endpoint')
        .map(({ subject }) => subject.name),
    ),
  );
  const answered = asked.filter((result) => result.tries.at(-1)?.transportError === null);
  return {
    declared: observation.declarations.length,
    passing: answered.filter((result) => !wrong.has(result.id)).length,
    failing: asked.map((result) => result.id).filter((id) => wrong.has(id)),
  };
}

function indexes(
  ddl: DatabaseSchema,
  catalogue: DatabaseSchema,
  migrated: MigratedIndexes | undefined,
  ignored: readonly string[],
): ReportSummary['indexes'] {
  const { declared, strategic, standing } = expectedStandings(ddl, catalogue, migrated, ignored);
  const all = [...declared, ...(strategic ?? [])];
  const missing = all.filter((index) => standing.get(index) === 'missing');
  const inPlace = (list: typeof all) => list.filter((index) => standing.get(index) === 'valid').length;
  return {
    expected: all.length,
    observed: all.length - missing.length,
    missing: missing.map(displayName).sort(),
    coverage: all.length === 0 ? null : inPlace(all) / all.length,
    strategic: strategic === null ? null : { expected: strategic.length, observed: inPlace(strategic) },
  };
}
