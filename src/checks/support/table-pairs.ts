import type { Table, TableKind } from '../../shared/database-schema';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { CheckResult, CheckSettings, Observed } from '../types';
import { type Ignore, ignoreFilter } from './ignore';
import { pairing } from './pairing';

type Sides = Pick<Observed, 'schema.prisma' | 'schema.ddl' | 'database.catalogue'> &
  Partial<Pick<Observed, 'migrations.replay'>>;

export type TablePair = {
  /** `public.users`. */
  id: string;
  expected: Table;
  observed: Table;
  /** What the migrations make of it, where they were replayed. */
  migrated: Table | undefined;
  model: PrismaModel | undefined;
  external: boolean;
};

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
  for (const one of pairing(observed).values()) {
    const { expected, observed: found } = one;
    if (expected === undefined || ignore.object(expected.schema, expected.name)) continue;
    if (one.external && !external) continue;
    wanted.push(expected);
    if (found === undefined || !kinds.includes(found.kind)) continue;
    const { id, migrated, model } = one;
    pairs.push({ id, expected, observed: found, migrated, model, external: one.external });
  }
  return { pairs, expected: wanted, ignore };
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
