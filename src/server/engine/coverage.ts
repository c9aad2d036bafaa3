import { coveredTies } from '../../checks/support/foreign-key-cover';
import { type Ignore, ignoreFilter } from '../../checks/support/ignore';
import {
  type CoverItem,
  type CoverItems,
  coverageByStory,
  coverageByTable,
  coverageTotals,
  type QueryItem,
} from '../../checks/support/index-coverage';
import { sameIndex } from '../../checks/support/index-match';
import type { MigratedIndexes } from '../../checks/support/migration-indexes';
import { modelFinder, nameOf } from '../../checks/support/names';
import { indexesBeyondSchema } from '../../checks/support/strategic';
import { enforces, isAtLeast, isUnique } from '../../checks/support/unique-match';
import type { Observed } from '../../checks/types';
import type { IndexCoverage, StoryCoverage, TableCoverage } from '../../shared/coverage';
import type { DatabaseSchema, Index, Table } from '../../shared/database-schema';
import type { PrismaSchema } from '../../shared/prisma-schema';
import { expectedStandings } from './expected-indexes';
import type { Judged } from './judged';
import { queryFindings, tablesOfPlan } from './query-rows';
import { rememberedBy } from './remembered-by';
import { structureOf } from './same-structure';

/** The four figures of a run. */
export function coverageOf(values: Partial<Observed>, judged: Judged): IndexCoverage {
  return coverageTotals(itemsOf(values, judged));
}

/** The same by table and by story; null where nothing at all was measured. */
export function coverageParts(
  values: Partial<Observed>,
  judged: Judged,
): { byTable: TableCoverage[]; byStory: StoryCoverage[] } | null {
  const items = itemsOf(values, judged);
  if (Object.values(items).every((part) => part === null)) return null;
  const findModel = modelFinder(values['schema.prisma']);
  const byTable = coverageByTable(items, (table) => findModel(table)?.story ?? null);
  return { byTable, byStory: coverageByStory(items, byTable) };
}

function itemsOf(values: Partial<Observed>, judged: Judged): CoverItems {
  const ddl = values['schema.ddl'];
  const catalogue = values['database.catalogue'];
  const both = ddl !== undefined && catalogue !== undefined && judged.ran.has('declared-indexes');
  const migrated = judged.ran.has('strategic-indexes') ? indexesBeyondSchema(values) : undefined;
  return {
    ...(both ? indexItems(ddl, catalogue, migrated, judged.ignore) : { declared: null, strategic: null }),
    foreignKeys:
      catalogue !== undefined && judged.ran.has('foreign-key-cover')
        ? tieItems(structureOf(catalogue), values['schema.prisma'], judged.ignore)
        : null,
    queries: judged.ran.has('query-plans') ? queryItems(values, judged) : null,
  };
}

const remembered = rememberedBy<Pick<CoverItems, 'declared' | 'strategic'>>();

/** Of an unchanged structure what was found before: of 50,000 indexes it takes longer than the look. */
function indexItems(
  ddl: DatabaseSchema,
  catalogue: DatabaseSchema,
  migrated: MigratedIndexes | undefined,
  ignored: readonly string[],
): Pick<CoverItems, 'declared' | 'strategic'> {
  return remembered([ddl, structureOf(catalogue), migrated], JSON.stringify(ignored), () => {
    const ignore = ignoreFilter(ignored);
    const { declared, strategic, standing } = expectedStandings(ddl, catalogue, migrated, ignored);
    const item = (index: Index) => itemOf(index, standing.get(index) === 'valid');
    const live = new Map(catalogue.tables.map((table) => [nameOf(table), table]));
    const guards = ddl.tables.flatMap((table) => guardsOf(table, live.get(nameOf(table)), ignore));
    return { declared: [...guards, ...declared.map(item)], strategic: strategic?.map(item) ?? null };
  });
}

const itemOf = ({ schema, table }: Index, covered: boolean): CoverItem => ({ schema, table, covered });

/** The primary key and what else must be unique, however the database calls it. */
function guardsOf(expected: Table, live: Table | undefined, ignore: Ignore): CoverItem[] {
  const { schema, name, primaryKey } = expected;
  const there = live?.indexes ?? [];
  const uniques = expected.indexes
    .filter((index) => isUnique(index) && !ignore.part(schema, name, index.name))
    .map((index) =>
      itemOf(
        index,
        there.some((other) => guardsLike(other, index)),
      ),
    );
  if (primaryKey === null || ignore.part(schema, name, primaryKey.name)) return uniques;
  return [
    { schema, table: name, covered: there.some((index) => isOn(index, primaryKey.columns)) },
    ...uniques,
  ];
}

function guardsLike(live: Index, wanted: Index): boolean {
  if (!enforces(live)) return false;
  // Mostly it is the very same one: told without writing the columns of both.
  return (live.name === wanted.name && sameIndex(live, wanted)) || isAtLeast(live, wanted);
}

/** A unique index that stands for all rows on just these columns. */
function isOn(index: Index, columns: readonly string[]): boolean {
  return (
    index.unique &&
    index.valid &&
    index.ready &&
    index.predicate === null &&
    index.columns.length === columns.length &&
    index.columns.every(({ name }, position) => name === columns[position])
  );
}

/** Foreign keys and relations; what covers them was found out by the check, and is remembered. */
function tieItems(
  catalogue: DatabaseSchema,
  prisma: PrismaSchema | undefined,
  ignored: readonly string[],
): CoverItem[] {
  const ignore = ignoreFilter(ignored);
  return coveredTies(catalogue, prisma)
    .filter(
      ({ table, constraint, field }) =>
        !ignore.part(table.schema, table.name, constraint ?? field ?? table.name),
    )
    .map(({ table, cover }) => ({ schema: table.schema, table: table.name, covered: cover !== null }));
}

/**
 * Each query whose plan says something, and each table that it reads: on small tables any plan is a good one. Null where
 * none does, for then nothing was measured.
 */
function queryItems(values: Partial<Observed>, { checks }: Judged): QueryItem[] | null {
  const plans = values['queries.plans'];
  if (plans === undefined) return null;
  const found = queryFindings(checks);
  const judged = plans.queries.filter(({ unjudged }) => unjudged === null);
  if (judged.length === 0) return null;
  return judged.map((query) => {
    const against = found(query);
    const planned = query.plan !== null;
    return {
      story: query.story,
      covered: planned && against.length === 0,
      tables: tablesOfPlan(query.plan).map((table) => ({
        ...table,
        covered: !against.some(({ subject }) => subject.table === undefined || subject.table === table.table),
      })),
    };
  });
}
