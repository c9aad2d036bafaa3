import { ignoreFilter } from '../../checks/support/ignore';
import type { Observed } from '../../checks/types';
import type { DatabaseSchema, Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { EnumRow, SideCounts, TableRow } from '../../shared/rows';
import { eachSide } from '../../shared/sides';
import { allFindings, compared, grouped, rowVerdict } from './details-findings';
import type { Judged } from './judged';
import { keyOf, presence, unionOfSides } from './sides';

/** One row a table or view of any side; null where the schema or the database was not read. */
export function tableRows(values: Partial<Observed>, { checks, ignore }: Judged): TableRow[] | null {
  const sides = judgedSides(values);
  if (sides === null) return null;
  const about = grouped(allFindings(checks), ownerOf);
  const ignored = ignoreFilter(ignore);
  const measured = compared(checks, 'tables');
  const models = new Map(
    (values['schema.prisma']?.models ?? []).map((model) => [`${model.schema}.${model.dbName}`, model]),
  );
  const routes = grouped(
    (values['endpoints.results']?.declarations ?? []).flatMap(({ method, path, models: used }) =>
      used.map((model) => ({ model, id: `${method} ${path}` })),
    ),
    ({ model }) => model,
  );
  return unionOfSides(sides, (side) => side.tables).map(({ of, any, key }) => {
    const model = models.get(key);
    const own = about.get(key) ?? [];
    const count = (things: (table: Table) => readonly unknown[]): SideCounts =>
      eachSide((side) => (of[side] === null ? null : things(of[side]).length));
    const present = presence(sides, of);
    return {
      schema: any.schema,
      name: any.name,
      kind: (of.database ?? any).kind,
      model: model?.name ?? null,
      story: model?.story ?? null,
      verdict: ignored.object(any.schema, any.name) ? 'skipped' : rowVerdict(own, measured),
      findingKeys: own.map((finding) => finding.key),
      endpoints: model === undefined ? [] : (routes.get(model.name) ?? []).map(({ id }) => id),
      // Prisma writes no DDL for a view, and declares it all the same.
      present: model === undefined ? present : { ...present, schema: true },
      columns: count((table) => table.columns),
      foreignKeys: count((table) => table.foreignKeys),
      indexes: count((table) => table.indexes),
      rowEstimate: of.database?.rowEstimate ?? null,
      sizeBytes: of.database?.sizeBytes ?? null,
    };
  });
}

/** One row an enum of any side; null where the schema or the database was not read. */
export function enumRows(values: Partial<Observed>, { checks, ignore }: Judged): EnumRow[] | null {
  const sides = judgedSides(values);
  if (sides === null) return null;
  // A finding about one value carries the enum's name in its key: `enum.value-missing:public.GoalStatus:PAUSED`.
  const findings = allFindings(checks).filter((finding) => finding.rule.startsWith('enum.'));
  const about = grouped(findings, ({ key }) => key.split(':')[1] ?? key);
  const ignored = ignoreFilter(ignore);
  const measured = compared(checks, 'enums');
  return unionOfSides(sides, (side) => side.enums).map(({ of, any, key }) => {
    const own = about.get(key) ?? [];
    return {
      schema: any.schema,
      name: any.name,
      verdict: ignored.object(any.schema, any.name) ? 'skipped' : rowVerdict(own, measured),
      findingKeys: own.map((finding) => finding.key),
      present: presence(sides, of),
      values: eachSide((side) => of[side]?.values ?? null),
    };
  });
}

/** The three sides, where the two that are judged were read. */
export function judgedSides(values: Partial<Observed>) {
  const schema = values['schema.ddl'];
  const database = values['database.catalogue'];
  if (schema === undefined || database === undefined) return null;
  const migrations: DatabaseSchema | null = values['migrations.replay']?.schema ?? null;
  return { schema, migrations, database };
}

/** The table or view that a finding is about or within; null where it is about neither. */
function ownerOf({ subject }: Finding): string | null {
  const table = subject.table ?? (subject.kind === 'view' ? subject.name : null);
  return table === null ? null : keyOf({ schema: subject.schema ?? 'public', name: table });
}
