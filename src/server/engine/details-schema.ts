import { ignoreFilter } from '../../checks/support/ignore';
import type { Observed } from '../../checks/types';
import type { DatabaseSchema } from '../../shared/database-schema';
import type { EnumRow, TableRow } from '../../shared/details';
import { allFindings, compared, rowVerdict } from './details-findings';
import type { Judged } from './summary';

const key = (thing: { schema: string; name: string }) => `${thing.schema}.${thing.name}`;

/** The union of both sides by schema and name, the expected side's order first. */
function union<T extends { schema: string; name: string }>(
  expected: readonly T[],
  observed: readonly T[],
): { expected: T | null; observed: T | null; either: T }[] {
  const live = new Map(observed.map((thing) => [key(thing), thing]));
  const wanted = new Set(expected.map(key));
  return [
    ...expected.map((thing) => ({ expected: thing, observed: live.get(key(thing)) ?? null, either: thing })),
    ...observed
      .filter((thing) => !wanted.has(key(thing)))
      .map((thing) => ({ expected: null, observed: thing, either: thing })),
  ];
}

function bothSides(
  values: Partial<Observed>,
): { expected: DatabaseSchema; catalogue: DatabaseSchema } | null {
  const expected = values['schema.ddl'];
  const catalogue = values['database.catalogue'];
  return expected === undefined || catalogue === undefined ? null : { expected, catalogue };
}

/** One row a table of either side; null where a side was not measured. */
export function tableRows(values: Partial<Observed>, { checks, ignore }: Judged): TableRow[] | null {
  const sides = bothSides(values);
  if (sides === null) return null;
  const findings = allFindings(checks);
  const ignored = ignoreFilter(ignore);
  const measured = compared(checks, 'tables');
  const models = new Map(
    (values['schema.prisma']?.models ?? []).map((model) => [`${model.schema}.${model.dbName}`, model]),
  );
  const declarations = values['endpoints.results']?.declarations ?? [];
  return union(sides.expected.tables, sides.catalogue.tables).map(({ expected, observed, either }) => {
    const model = models.get(key(either));
    const own = findings.filter(
      (finding) =>
        finding.subject.table === either.name && (finding.subject.schema ?? 'public') === either.schema,
    );
    return {
      schema: either.schema,
      name: either.name,
      model: model?.name ?? null,
      story: model?.story ?? null,
      verdict: ignored.object(either.schema, either.name) ? 'skipped' : rowVerdict(own, measured),
      findingKeys: own.map((finding) => finding.key),
      endpoints: declarations
        .filter((declaration) => model !== undefined && declaration.models.includes(model.name))
        .map((declaration) => `${declaration.method} ${declaration.path}`),
      expected,
      observed,
    };
  });
}

/** One row an enum of either side; null where a side was not measured. */
export function enumRows(values: Partial<Observed>, { checks, ignore }: Judged): EnumRow[] | null {
  const sides = bothSides(values);
  if (sides === null) return null;
  const findings = allFindings(checks).filter((finding) => finding.rule.startsWith('enum.'));
  const ignored = ignoreFilter(ignore);
  const measured = compared(checks, 'enums');
  return union(sides.expected.enums, sides.catalogue.enums).map(({ expected, observed, either }) => {
    // A finding about one value carries the enum's name in its key: `enum.value-missing:public.GoalStatus:PAUSED`.
    const own = findings.filter(({ key: findingKey }) => {
      const subject = findingKey.slice(findingKey.indexOf(':') + 1);
      return subject === key(either) || subject.startsWith(`${key(either)}:`);
    });
    return {
      schema: either.schema,
      name: either.name,
      verdict: ignored.object(either.schema, either.name) ? 'skipped' : rowVerdict(own, measured),
      findingKeys: own.map((finding) => finding.key),
      expected,
      observed,
    };
  });
}
