import type { Table, TableKind } from '../../shared/database-schema';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { CheckResult, CheckSettings, Observed } from '../types';
import { type Ignore, ignoreFilter } from './ignore';
import { modelFinder, nameOf } from './names';

type BothSides = Pick<Observed, 'schema.prisma' | 'schema.ddl' | 'database.catalogue'>;

export type TablePair = {
  /** `public.users`. */
  id: string;
  expected: Table;
  observed: Table;
  model: PrismaModel | undefined;
};

type PairedTables = {
  pairs: TablePair[];
  /** All expected tables that no pattern leaves out, also those that the database lacks. */
  expected: Table[];
  ignore: Ignore;
};

/** Only these carry keys and indexes of their own; where another kind stands, `table.kind` says so. */
const KEYED_KINDS: readonly TableKind[] = ['table', 'partitioned table'];

/** The tables that both sides have. One that lacks whole is the matter of `table.missing` alone. */
export function pairTables(
  observed: BothSides,
  settings: CheckSettings,
  kinds: readonly TableKind[] = KEYED_KINDS,
): PairedTables {
  const ignore = ignoreFilter(settings.ignore);
  const findModel = modelFinder(observed['schema.prisma']);
  const live = new Map(observed['database.catalogue'].tables.map((table) => [nameOf(table), table]));
  const expected = observed['schema.ddl'].tables.filter((table) => !ignore.object(table.schema, table.name));
  const pairs = expected.flatMap((table): TablePair[] => {
    const found = live.get(nameOf(table));
    if (found === undefined || !kinds.includes(found.kind)) return [];
    return [{ id: nameOf(table), expected: table, observed: found, model: findModel(table) }];
  });
  return { pairs, expected, ignore };
}

/**
 * A result that is `skipped` only where both sides were read and neither has such a thing. Where the schema expects
 * some, but on tables that all lack, nothing was compared and the check stays `unknown`.
 * @param what in the singular, with its article: `a foreign key`
 */
export function resultOf(
  result: Pick<CheckResult, 'compared' | 'findings'>,
  tables: PairedTables,
  expectedAnywhere: boolean,
  what: string,
): CheckResult {
  if (result.compared > 0 || expectedAnywhere || tables.pairs.length === 0) return result;
  const count = tables.pairs.length === 1 ? 'the one table' : `the ${tables.pairs.length} tables`;
  return {
    ...result,
    nothingToCompare: `Neither schema.prisma nor the database has ${what} on ${count} that both have.`,
  };
}
