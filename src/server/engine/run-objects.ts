import type { Observed } from '../../checks/types';
import type { StoryCoverage } from '../../shared/coverage';
import type { DatabaseSchema } from '../../shared/database-schema';
import type { RunDetails } from '../../shared/details';
import type { PlannedQuery } from '../../shared/query-plans';
import type { RowKind, Rows } from '../../shared/rows';
import { eachSide, type Three } from '../../shared/sides';
import { coverageParts } from './coverage';
import { type IndexPair, indexPairs, indexRows } from './details-indexes';
import { otherRows } from './details-others';
import { enumRows, tableRows } from './details-schema';
import type { Judged } from './judged';
import { queryRows } from './query-rows';

/** What a run found of the objects of the database: too much to travel with the run, and kept of the newest runs only. */
export type RunObjects = {
  /** Null where they were not measured: never an empty list. */
  rows: { [K in RowKind]: Rows[K][] | null };
  /** Null where that side was not read. */
  sides: Three<DatabaseSchema | null>;
  indexes: IndexPair[];
  queries: readonly PlannedQuery[];
  /** How far indexes cover each story; null where nothing of it was measured. */
  byStory: StoryCoverage[] | null;
};

/** The rows of a run, and the sides that they were made from. */
export function runObjects(values: Partial<Observed>, judged: Judged): RunObjects {
  const pairs = indexPairs(values, judged);
  const coverage = coverageParts(values, judged);
  return {
    rows: {
      tables: tableRows(values, judged),
      enums: enumRows(values, judged),
      others: otherRows(values, judged),
      indexes: pairs === null ? null : indexRows(pairs, values['database.usage']),
      queries: queryRows(values, judged),
      coverage: coverage?.byTable ?? null,
    },
    sides: sidesOf(values),
    indexes: pairs ?? [],
    queries: values['queries.plans']?.queries ?? [],
    byStory: coverage?.byStory ?? null,
  };
}

/** The three sides as far as they were read. */
export function sidesOf(values: Partial<Observed>): Three<DatabaseSchema | null> {
  return {
    schema: values['schema.ddl'] ?? null,
    migrations: values['migrations.replay']?.schema ?? null,
    database: values['database.catalogue'] ?? null,
  };
}

/** How many rows of each kind there are. */
export function countsOf({ rows }: RunObjects): RunDetails['counts'] {
  return {
    tables: rows.tables?.length ?? null,
    enums: rows.enums?.length ?? null,
    others: rows.others?.length ?? null,
    indexes: rows.indexes?.length ?? null,
    queries: rows.queries?.length ?? null,
    coverage: rows.coverage?.length ?? null,
  };
}

/** What stands behind each side. */
const NEED = {
  schema: 'schema.ddl',
  migrations: 'migrations.replay',
  database: 'database.catalogue',
} as const;

/**
 * Why a side was not read; null where it was.
 * @param reasons of the observations that failed or are not configured, by name
 */
export function unreadSides(
  values: Partial<Observed>,
  reasons: ReadonlyMap<string, string>,
): RunDetails['unread'] {
  const sides = sidesOf(values);
  return eachSide((side) =>
    sides[side] === null ? (reasons.get(NEED[side]) ?? 'No check of this run asked for it.') : null,
  );
}
