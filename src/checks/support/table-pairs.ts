import type { Table, TableKind } from '../../shared/database-schema';
import type { CheckResult, CheckSettings, Observed } from '../types';
import { type Ignore, ignoreFilter } from './ignore';
import { type PairedTable, pairing } from './pairing';

type Sides = Pick<Observed, 'schema.prisma' | 'schema.ddl' | 'database.catalogue'> &
  Partial<Pick<Observed, 'migrations.replay'>>;

/** A table that both sides have. */
export type TablePair = PairedTable & { expected: Table; observed: Table };

type PairedTables = {
  pairs: TablePair[];
  /** All expected tables that no pattern leaves out, also those that the database lacks. */
  expected: Table[];
  ignore: Ignore;
};

/** Only these carry keys and indexes of their own; where another kind stands, `table.kind` says so. */
const KEYED_KINDS: readonly TableKind[] = ['table', 'partitioned table'];

/**
 * The tables that both sides have. One that lacks whole is the matter of `table.missing` alone; one that is managed
 * elsewhere is left out, since its structure is not ours, unless `external` asks for it.
 */
export function pairTables(
  observed: Sides,
  settings: CheckSettings,
  { kinds = KEYED_KINDS, external = false }: { kinds?: readonly TableKind[]; external?: boolean } = {},
): PairedTables {
  const ignore = ignoreFilter(settings.ignore);
  const pairs: TablePair[] = [];
  const wanted: Table[] = [];
  for (const one of pairing(observed).all) {
    const { expected } = one;
    if (expected === undefined || ignore.object(expected.schema, expected.name)) continue;
    if (one.external && !external) continue;
    wanted.push(expected);
    if (isPair(one) && kinds.includes(one.observed.kind)) pairs.push(one);
  }
  return { pairs, expected: wanted, ignore };
}

function isPair(one: PairedTable): one is TablePair {
  return one.expected !== undefined && one.observed !== undefined;
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
