import type { Evidence } from '../../../shared/observation';
import type { DatabaseSession } from '../types';
import type { CatalogueAnswers } from './answers';
import type { Cells } from './cells';
import { USUAL_COLLATIONS } from './collations';
import { objectQueries } from './object-queries';
import { catalogueQueries, collationQueries, type Scope, statisticsQuery, targetsQuery } from './queries';

/**
 * Everything that a DatabaseSchema is made of, at the session's moment but for what PostgreSQL's functions print: they
 * look at the present (see `readSteadily`).
 * @param beside whether the columns are worth a second connection
 * @throws DatabaseError
 */
export async function readAnswers(
  session: DatabaseSession,
  scope: Scope,
  beside: boolean,
): Promise<{ answers: CatalogueAnswers; evidence: Evidence[] }> {
  const tables = catalogueQueries(scope);
  const objects = objectQueries(scope);
  const statistics = statisticsQuery(scope.schemas);
  const { columns, defaults, ...others } = tables;
  const [wide, rest] = await Promise.all([
    session.cells([columns, defaults], beside ? 'beside' : 'here'),
    session.cells([...Object.values(others), ...Object.values(objects), statistics]),
  ]);
  const first = {
    columns: wide.of(columns),
    defaults: wide.of(defaults),
    relations: rest.of(tables.relations),
    constraints: rest.of(tables.constraints),
    indexes: rest.of(tables.indexes),
    indexExpressions: rest.of(tables.indexExpressions),
    opclasses: rest.of(tables.opclasses),
    enums: rest.of(objects.enums),
    triggers: rest.of(objects.triggers),
    policies: rest.of(objects.policies),
    roles: rest.of(objects.roles),
    views: rest.of(objects.views),
    sequences: rest.of(objects.sequences),
    extensions: rest.of(objects.extensions),
    members: rest.of(objects.members),
    memberTypes: rest.of(objects.memberTypes),
    statistics: rest.of(statistics),
  };
  const evidence = [wide.evidence, rest.evidence];

  const outside = outsideTargets(first);
  const { collations, types } = unusualCollations(first);
  const targetsOf = outside.length === 0 ? null : targetsQuery(outside);
  const collationsOf = collations.length === 0 ? null : collationQueries(collations, types);
  const more = [...(targetsOf === null ? [] : [targetsOf]), ...Object.values(collationsOf ?? {})];
  if (more.length === 0) return { answers: { ...first, targets: null, collations: null }, evidence };
  const second = await session.cells(more);
  return {
    answers: {
      ...first,
      targets: targetsOf === null ? null : second.of(targetsOf),
      collations:
        collationsOf === null
          ? null
          : { collations: second.of(collationsOf.collations), types: second.of(collationsOf.types) },
    },
    evidence: [...evidence, second.evidence],
  };
}

/** Whether two readings say the same, but for statistics. */
export function sameAnswers(one: CatalogueAnswers, other: CatalogueAnswers): boolean {
  const cellsOf = ({
    statistics: _changing,
    targets,
    collations,
    ...answers
  }: CatalogueAnswers): Cells<string>[] => [
    ...Object.values(answers),
    ...(targets === null ? [] : [targets]),
    ...(collations === null ? [] : [collations.collations, collations.types]),
  ];
  const [left, right] = [cellsOf(one), cellsOf(other)];
  return left.length === right.length && left.every((cells, place) => right[place]?.same(cells) === true);
}

function outsideTargets(first: Pick<CatalogueAnswers, 'constraints' | 'relations'>): string[] {
  const known = new Set(first.relations.of('oid'));
  return [...new Set(first.constraints.of('target'))].filter((oid) => oid !== '0' && !known.has(oid));
}

function unusualCollations(first: Pick<CatalogueAnswers, 'columns' | 'indexes'>) {
  const pairs = [...new Set(first.columns.of('collation'))].filter((pair) => pair !== '');
  const collations = new Set(pairs.map((pair) => pair.split(' ')[0] ?? ''));
  for (const vector of new Set(first.indexes.of('collations')))
    for (const oid of vector.split(' ')) if (!USUAL_COLLATIONS.has(oid)) collations.add(oid);
  return { collations: [...collations], types: [...new Set(pairs.map((pair) => pair.split(' ')[1] ?? ''))] };
}
