import type { Index, IndexColumn, Table } from '../../shared/database-schema';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { Observed } from '../types';
import { externalFilter } from './external';
import { sameIndex, sameKey } from './index-match';
import { migratedIndexesOf } from './migration-indexes';
import { modelFinder, nameOf } from './names';
import { indexesBeyondSchema } from './strategic';

type Sides = Pick<Observed, 'database.catalogue'> &
  Partial<
    Pick<
      Observed,
      'schema.prisma' | 'schema.ddl' | 'migrations.folder' | 'migrations.replay' | 'indexes.declared'
    >
  >;

/** Who declares a live index; null where nobody does, or where no declaration was read. */
export type Declarer = Index['origin'];

/** An index that could go, and the one that does its work and stays. */
export type Superfluous = { index: Index; kept: Index; declaredBy: Declarer };

export type SuperfluousOfTable = {
  table: Table;
  model: PrismaModel | undefined;
  /** The same key: a plain one beside a unique one too. */
  duplicates: readonly Superfluous[];
  /** Its key is the beginning of another one's, or the same turned round. */
  redundant: readonly Superfluous[];
};

type Remembered = { from: readonly unknown[]; found: readonly SuperfluousOfTable[] };
const remembered = new WeakMap<readonly Table[], Remembered>();

/** The tables that have an index too many. Tables that are managed elsewhere are left out. */
export function superfluousIndexes(observed: Sides): readonly SuperfluousOfTable[] {
  const { tables } = observed['database.catalogue'];
  const beyond = indexesBeyondSchema(observed);
  const from = [observed['schema.prisma'], observed['schema.ddl'], beyond];
  const known = remembered.get(tables);
  if (known?.from.every((one, place) => one === from[place])) return known.found;
  const findModel = modelFinder(observed['schema.prisma']);
  const external = externalFilter(observed['schema.prisma']);
  let declared: Map<string, Table> | undefined;
  const found: SuperfluousOfTable[] = [];
  for (const table of tables) {
    const groups = rivals(table.indexes);
    if (groups.length === 0 || external.table(table)) continue;
    declared ??= new Map(observed['schema.ddl']?.tables.map((one) => [nameOf(one), one]));
    const name = nameOf(table);
    const own = superfluousAmong(
      groups,
      declarers(table.indexes, declared.get(name)?.indexes ?? [], migratedIndexesOf(beyond, name)),
    );
    if (own.duplicates.length + own.redundant.length > 0)
      found.push({ table, model: findModel(table), ...own });
  }
  remembered.set(tables, { from, found });
  return found;
}

/** The valid indexes of a table that begin alike, hold the same rows and are of one method: only those can do each other's work. */
function rivals(indexes: readonly Index[]): Index[][] {
  if (indexes.length < 2) return [];
  const groups = new Map<string, Index[]>();
  let most = 1;
  for (const index of indexes) {
    // One that is not valid serves nothing: `index.invalid` speaks of it.
    if (!index.valid || !index.ready) continue;
    const [first] = index.columns;
    const key = `${index.method} ${first?.name ?? ''} ${first?.expression ?? ''} ${index.predicate ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else most = Math.max(most, group.push(index));
  }
  return most === 1 ? [] : [...groups.values()].filter(({ length }) => length > 1);
}

/** Each declaration is held by one live index: the one of its name, otherwise one of its definition. */
function declarers(
  live: readonly Index[],
  ofSchema: readonly Index[],
  beyondSchema: readonly Index[],
): ReadonlyMap<Index, Declarer> {
  const found = new Map<Index, Declarer>();
  for (const one of [...ofSchema, ...beyondSchema]) {
    const same = live.filter((index) => sameIndex(index, one));
    const holder = same.find(({ name }) => name === one.name) ?? same[0];
    if (holder !== undefined && !found.has(holder)) found.set(holder, one.origin);
  }
  return found;
}

/** The judgement on the indexes of one table, of which some begin alike. */
export function superfluousAmong(
  groups: readonly (readonly Index[])[],
  declared: ReadonlyMap<Index, Declarer>,
): Pick<SuperfluousOfTable, 'duplicates' | 'redundant'> {
  const by = (index: Index) => declared.get(index) ?? null;
  const judge = (standsIn: (kept: Index, index: Index) => boolean, among: readonly Index[]) => {
    const canGo = (index: Index, kept: Index) =>
      index !== kept &&
      !isHeld(index) &&
      // Whoever drops what nobody declares must not find that nothing is left.
      (by(index) === null || by(kept) !== null) &&
      standsIn(kept, index);
    const gone = new Map<Index, Index[]>();
    for (const index of among) {
      const keepers = among.filter(
        (kept) => canGo(index, kept) && (!canGo(kept, index) || isBefore(kept, index, by)),
      );
      if (keepers.length > 0) gone.set(index, keepers);
    }
    return [...gone].flatMap(([index, keepers]): Superfluous[] => {
      // The shortest of those that stay: the cheapest to read.
      const [kept] = keepers
        .filter((one) => !gone.has(one))
        .sort((a, b) => a.columns.length - b.columns.length || (isBefore(a, b, by) ? -1 : 1));
      return kept === undefined ? [] : [{ index, kept, declaredBy: by(index) }];
    });
  };
  const duplicates = groups.flatMap((group) => judge(isSameAndMore, group));
  const going = new Set(duplicates.map(({ index }) => index));
  const redundant = groups.flatMap((group) =>
    judge(
      isLonger,
      group.filter((index) => !going.has(index)),
    ),
  );
  return { duplicates, redundant };
}

/** A constraint, a foreign key or the replica identity rests on it: it cannot go without more. */
function isHeld(index: Index): boolean {
  return index.constraint !== null || index.heldBy !== undefined;
}

/** Which of two that do the same stays: what is held, then what schema.prisma declares, then what else is declared, then by name. */
function isBefore(one: Index, other: Index, by: (index: Index) => Declarer): boolean {
  return rank(one, by) - rank(other, by) > 0 || (rank(one, by) === rank(other, by) && one.name < other.name);
}

function rank(index: Index, by: (index: Index) => Declarer): number {
  const declared = by(index);
  return (isHeld(index) ? 4 : 0) + (declared === 'schema' ? 2 : declared === null ? 0 : 1);
}

/** Whether `kept` has exactly the key of `index`, guards what it guards, and includes what it includes. */
export function isSameAndMore(kept: Index, index: Index): boolean {
  return (
    isSamePlace(kept, index) &&
    kept.columns.length === index.columns.length &&
    (!index.unique ||
      (kept.unique && kept.deferrable !== true && (kept.nullsNotDistinct || !index.nullsNotDistinct))) &&
    index.columns.every((column, place) => sameKey(column, kept.columns[place], index.method)) &&
    includesAll(kept, index)
  );
}

/**
 * Whether the key of the btree `kept` begins with the whole key of `index`, in the same order or in exactly the opposite
 * one, which it reads backwards. The same key in the same order is no matter of this.
 */
export function isLonger(kept: Index, index: Index): boolean {
  if (index.unique || index.method !== 'btree' || !isSamePlace(kept, index)) return false;
  if (kept.columns.length < index.columns.length) return false;
  const isAlong = index.columns.every((column, place) => sameKey(column, kept.columns[place], 'btree'));
  const isSame = isAlong && kept.columns.length === index.columns.length;
  const isAgainst = () =>
    index.columns.every((column, place) => sameKey(turned(column), kept.columns[place], 'btree'));
  return !isSame && (isAlong || isAgainst()) && includesAll(kept, index);
}

function isSamePlace(one: Index, other: Index): boolean {
  return one.method === other.method && one.predicate === other.predicate;
}

function turned(column: IndexColumn): IndexColumn {
  return {
    ...column,
    order: column.order === 'asc' ? 'desc' : 'asc',
    nulls: column.nulls === 'first' ? 'last' : 'first',
  };
}

/** Whether an index-only scan of `kept` has whatever one of `index` has beside its key. */
function includesAll(kept: Index, index: Index): boolean {
  return index.include.every(
    (name) => kept.include.includes(name) || kept.columns.some((column) => column.name === name),
  );
}
