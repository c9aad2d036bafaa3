import { sameIndexKey } from '../../../checks/support/index-match';
import type { Objection } from '../../../checks/support/plan-judgement';
import { proposedIndex } from '../../../checks/support/proposed-index';
import { createIndexSql } from '../../../checks/support/sql-index';
import type { Column, Table } from '../../../shared/database-schema';
import type { IndexProposal } from '../../../shared/query-plans';
import { type Lookup, lookupsIn, type SortColumn, sortColumnsIn } from './conditions';

/** More are not tried: each costs a plan. */
const CANDIDATES_MAX = 3;
/** Columns beyond these make an index large and hardly more selective. */
const COLUMNS_MAX = 4;

/** Types that no btree orders, or whose whole value nobody looks up in one. */
const UNORDERED = /^(json|jsonb|xml|point|line|lseg|box|path|polygon|circle|tsvector|tsquery)$|\[\]$/;

type Candidate = { columns: SortColumn[]; predicate: string | null };

const untried = {
  sizeBytes: null,
  triedBy: null,
  untriedBecause: null,
  costBefore: null,
  costAfter: null,
  taken: null,
} as const;

/**
 * Indexes that might serve what is objected to: columns that are compared for equality first, then those that order, or one
 * that is compared for a range. Never one that stands already, nor the beginning of one that does.
 * @param table as the catalogue has it now
 */
export function proposalsFor(objection: Objection, table: Table): IndexProposal[] {
  if (table.kind !== 'table' && table.kind !== 'partitioned table') return [];
  const standing = new Set(
    table.indexes.filter(({ valid, ready }) => valid && ready).map((index) => sameIndexKey(index)),
  );
  const proposals: IndexProposal[] = [];
  const known = new Set<string>();
  for (const candidate of candidatesFor(objection, table)) {
    const index = proposedIndex(candidate, table);
    const key = sameIndexKey(index);
    if (known.has(key) || standing.has(key) || beginsAnother(candidate, table)) continue;
    known.add(key);
    proposals.push({
      schema: table.schema,
      table: table.name,
      columns: candidate.columns.map(({ column, order, nulls }) => ({ name: column, order, nulls })),
      predicate: candidate.predicate,
      sql: createIndexSql(index, { concurrently: table.kind === 'table' }),
      ...untried,
    });
    if (proposals.length === CANDIDATES_MAX) break;
  }
  return proposals;
}

function candidatesFor({ rule, scan, sort, join }: Objection, table: Table): Candidate[] {
  const orderable = new Set(table.columns.filter(isOrderable).map(({ name }) => name));
  const lookups = [
    ...lookupsIn(scan.indexCondition, scan.alias),
    ...lookupsIn(scan.filter, scan.alias),
    ...lookupsIn(join?.joinCondition ?? null, scan.alias),
  ].filter(({ column }) => orderable.has(column));
  const equal = distinct(lookups.filter(({ how }) => how === 'equal'));
  const several = distinct(lookups.filter(({ how }) => how === 'in'));
  const ranges = distinct(lookups.filter(({ how }) => how === 'range'));
  const keys = sort === null ? null : sortColumnsIn(sort.sortKeys, scan.alias);
  const order = keys?.every(({ column }) => orderable.has(column)) ? keys : null;

  const ordered = order === null ? [] : [without(order, equal)];
  const looked = [...several, ...ranges.slice(0, 1)].map(plain);
  // A sort is spared only by its own keys; else whatever finds the fewest rows comes first.
  const ends = rule === 'query.sort' ? ordered : [...ordered, looked, several.map(plain)];
  const whole = ends.map((end) => ({ columns: joinColumns(equal.map(plain), end), predicate: null }));
  const partial = ends.slice(0, 1).flatMap((end) => partialCandidate(equal, end));
  return [...whole.slice(0, 2), ...partial, ...whole.slice(2)].filter(({ columns }) => columns.length > 0);
}

/** Where values stand in the query itself, an index of only those rows will do. */
function partialCandidate(equal: readonly Lookup[], end: readonly SortColumn[]): Candidate[] {
  const constants = equal.flatMap(({ constant }) => constant ?? []);
  if (constants.length === 0) return [];
  const others = equal.filter(({ constant }) => constant === null).map(plain);
  const columns = joinColumns(others, end);
  return [{ columns, predicate: constants.join(' AND ') }];
}

function isOrderable({ type }: Column): boolean {
  return !UNORDERED.test(type);
}

function plain({ column }: Lookup): SortColumn {
  return { column, order: 'asc', nulls: 'last' };
}

function joinColumns(first: readonly SortColumn[], then: readonly SortColumn[]): SortColumn[] {
  const names = new Set(first.map(({ column }) => column));
  return [...first, ...then.filter(({ column }) => !names.has(column))].slice(0, COLUMNS_MAX);
}

function without(order: readonly SortColumn[], equal: readonly Lookup[]): SortColumn[] {
  return order.filter(({ column }) => !equal.some((lookup) => lookup.column === column));
}

function distinct(lookups: readonly Lookup[]): Lookup[] {
  return [...new Map(lookups.map((lookup) => [lookup.column, lookup])).values()];
}

/** A valid whole index that begins with these columns serves the same, and the planner knows it already. */
function beginsAnother({ columns }: Candidate, table: Table): boolean {
  return table.indexes.some(
    ({ method, predicate, valid, ready, columns: there }) =>
      method === 'btree' &&
      predicate === null &&
      valid &&
      ready &&
      columns.every(({ column, order, nulls }, place) => {
        const other = there[place];
        return other?.name === column && other.order === order && other.nulls === nulls;
      }),
  );
}
