import type { Observed } from '../../checks/types';
import type { DatabaseSchema, Index, Table } from '../../shared/database-schema';
import type { EnumRow, IndexRow, TableRow } from '../../shared/details';
import type { CheckReport } from '../../shared/report';
import { allFindings, compared, rowVerdict } from './details-findings';

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
export function tableRows(values: Partial<Observed>, checks: readonly CheckReport[]): TableRow[] | null {
  const sides = bothSides(values);
  if (sides === null) return null;
  const findings = allFindings(checks);
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
      verdict: rowVerdict(own, measured),
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
export function enumRows(values: Partial<Observed>, checks: readonly CheckReport[]): EnumRow[] | null {
  const sides = bothSides(values);
  if (sides === null) return null;
  const findings = allFindings(checks).filter((finding) => finding.rule.startsWith('enum.'));
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
      verdict: rowVerdict(own, measured),
      findingKeys: own.map((finding) => finding.key),
      expected,
      observed,
    };
  });
}

/** One row an index, except those of primary keys; null where a side was not measured. */
export function indexRows(values: Partial<Observed>, checks: readonly CheckReport[]): IndexRow[] | null {
  const sides = bothSides(values);
  if (sides === null) return null;
  const findings = allFindings(checks);
  const measured = compared(checks, 'declared-indexes');
  const stories = new Map(
    (values['schema.prisma']?.models ?? []).map((model) => [`${model.schema}.${model.dbName}`, model.story]),
  );
  const own = (index: Index) =>
    findings.filter(
      (finding) =>
        finding.subject.kind !== 'table' &&
        finding.subject.table === index.table &&
        finding.subject.name === index.name,
    );
  return union(expectedIndexes(sides.expected, values), listed(sides.catalogue.tables)).map(
    ({ expected, observed, either }) => {
      const about = own(either);
      return {
        table: either.table,
        name: either.name,
        story: stories.get(`${either.schema}.${either.table}`) ?? null,
        verdict: rowVerdict(about, measured),
        findingKeys: about.map((finding) => finding.key),
        expected,
        observed,
      };
    },
  );
}

function listed(tables: readonly Table[]): Index[] {
  return tables.flatMap((table) => table.indexes.filter((index) => index.constraint !== 'primary'));
}

/** Prisma's own declaration of an index wins over the migration's of the same name. */
function expectedIndexes(expected: DatabaseSchema, values: Partial<Observed>): Index[] {
  const declared = listed(expected.tables);
  const names = new Set(declared.map(key));
  const strategic = (values['migrations.folder']?.indexes ?? []).filter(
    (index) => !names.has(key(index)) && index.constraint !== 'primary',
  );
  return [...declared, ...strategic];
}
