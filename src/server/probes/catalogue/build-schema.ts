import {
  type DatabaseSchema,
  NO_ROW_SECURITY,
  type Table,
  type TableKind,
} from '../../../shared/database-schema';
import { canonicalQuery } from '../../sql/view-query';
import type { CatalogueAnswers } from './answers';
import { buildColumns } from './build-columns';
import { buildConstraints } from './build-constraints';
import { buildIndexes } from './build-index';
import {
  buildEnums,
  buildExtensions,
  buildPolicies,
  buildSequences,
  buildTriggers,
  bySchemaAndName,
  membership,
} from './build-objects';
import { meaning, whole } from './cells';
import { collationNames } from './collations';

const KINDS = new Map<string, TableKind>([
  ['r', 'table'],
  ['p', 'partitioned table'],
  ['v', 'view'],
  ['m', 'materialized view'],
  ['f', 'foreign table'],
]);

/** A schema without its statistics, and the oids of its tables and of their indexes, in the same order. */
export type BuiltSchema = { schema: DatabaseSchema; oids: { table: string; indexes: string[] }[] };

/**
 * The catalogue's answers joined by oid into tables. `loadSqlParser()` must have been awaited.
 * @param defaultSchema of the connection: names in it are the same with and without it
 * @throws DatabaseError where something is not of the form that it should have
 */
export function buildSchema(
  schemas: readonly string[],
  answers: CatalogueAnswers,
  defaultSchema: string,
): BuiltSchema {
  const isMember = membership(answers);
  const collations = collationNames(answers.collations);
  const attributes = buildColumns(answers, collations, defaultSchema);
  const relations = relationNames(answers);
  if (answers.targets !== null) addTargets(answers.targets, relations, attributes);
  const { byTable, ...resting } = buildConstraints(answers, relations, attributes, defaultSchema);
  const indexes = buildIndexes(answers, relations, attributes, resting, collations, defaultSchema);
  const triggers = buildTriggers(answers, defaultSchema);
  const policies = buildPolicies(answers, defaultSchema);
  const queries = viewQueries(answers);

  const { relations: cells } = answers;
  const [tableSchemas, names, kinds, flags] = [
    cells.of('schema'),
    cells.of('name'),
    cells.of('kind'),
    cells.of('flags'),
  ];
  const built = cells.of('oid').flatMap((oid, row): { oid: string; indexOids: string[]; table: Table }[] => {
    if (isMember('c', oid)) return [];
    const own = byTable.get(oid);
    const bits = whole(flags[row] ?? '', 'flags of a relation');
    const list = indexes.get(oid) ?? [];
    const rules = policies.get(oid) ?? [];
    const table: Table = {
      schema: tableSchemas[row] ?? '',
      name: names[row] ?? '',
      kind: meaning(KINDS, kinds[row] ?? '', 'the kind of a relation'),
      columns: attributes.get(oid)?.columns ?? [],
      primaryKey: own?.primaryKey ?? null,
      foreignKeys: own?.foreignKeys ?? [],
      indexes: list.map(({ index }) => index),
      checks: own?.checks ?? [],
      exclusions: own?.exclusions ?? [],
      triggers: triggers.get(oid) ?? [],
      rowSecurity:
        bits === 0 && rules.length === 0
          ? NO_ROW_SECURITY
          : { enabled: (bits & 1) !== 0, forced: (bits & 2) !== 0, policies: rules },
      query: queries.get(oid) ?? null,
      rowEstimate: null,
      sizeBytes: null,
    };
    return [{ oid, indexOids: list.map((one) => one.oid), table }];
  });
  built.sort((a, b) => bySchemaAndName(a.table, b.table));
  return {
    schema: {
      schemas: [...schemas],
      tables: built.map(({ table }) => table),
      enums: buildEnums(answers, isMember),
      sequences: buildSequences(answers, relations, attributes, isMember),
      extensions: buildExtensions(answers),
    },
    oids: built.map(({ oid, indexOids }) => ({ table: oid, indexes: indexOids })),
  };
}

function relationNames({ relations }: CatalogueAnswers): Map<string, { schema: string; name: string }> {
  const [schemas, names] = [relations.of('schema'), relations.of('name')];
  return new Map(
    relations.of('oid').map((oid, row) => [oid, { schema: schemas[row] ?? '', name: names[row] ?? '' }]),
  );
}

/** Tables outside the watched schemas that foreign keys point to. */
function addTargets(
  targets: NonNullable<CatalogueAnswers['targets']>,
  relations: Map<string, { schema: string; name: string }>,
  attributes: ReturnType<typeof buildColumns>,
): void {
  const [schemas, tables] = [targets.of('schema'), targets.of('tableName')];
  const [positions, names] = [targets.of('position'), targets.of('name')];
  for (const [row, oid] of targets.of('table').entries()) {
    relations.set(oid, { schema: schemas[row] ?? '', name: tables[row] ?? '' });
    const own = attributes.get(oid) ?? { columns: [], names: [], collations: new Map() };
    own.names[whole(positions[row] ?? '', 'attnum')] = names[row];
    attributes.set(oid, own);
  }
}

function viewQueries({ views }: CatalogueAnswers): Map<string, string> {
  const queries = views.of('query');
  return new Map(
    views.of('oid').flatMap((oid, row) => {
      const query = queries[row] ?? '';
      return query === '' ? [] : [[oid, canonicalQuery(query)] as const];
    }),
  );
}
