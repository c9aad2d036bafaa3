import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Index, IndexColumn } from '../../shared/database-schema';
import { databaseSchema, table } from '../testing/builders';
import { anyIndexes } from '../testing/index-arbitraries';
import { coverFault } from './foreign-key-cover';
import { superfluousIndexes } from './superfluous-indexes';

/*
 * A judge that knows nothing of the checks' way: it writes out what an index can do, in full, and asks whether another
 * one can do all of it.
 */

const word = ({ name, expression, opclass, collation }: IndexColumn) =>
  [name, expression, opclass, collation].map(String).join('/');

/** Each row order that a scan gives, forwards and backwards, with every shorter one that it gives as well. */
function orders({ columns, method }: Index): Set<string> {
  if (method !== 'btree') return new Set();
  const forwards = columns.map((key) => `${word(key)} ${key.order} ${key.nulls}`);
  const backwards = columns.map(
    (key) =>
      `${word(key)} ${{ asc: 'desc', desc: 'asc' }[key.order]} ${{ first: 'last', last: 'first' }[key.nulls]}`,
  );
  return new Set(
    [forwards, backwards].flatMap((keys) => keys.map((_key, length) => keys.slice(0, length + 1).join(', '))),
  );
}

const keys = ({ columns, method }: Index) =>
  columns.map((key) => `${word(key)} ${method === 'btree' ? `${key.order} ${key.nulls}` : ''}`).join();

/** Everything for which somebody may want an index, as words; what it can do is the set of them. */
function abilities(index: Index): Set<string> {
  const rows = `of ${index.predicate ?? 'all'} by ${index.method}`;
  const seen = [...index.include, ...index.columns.flatMap(({ name }) => name ?? [])];
  const guard = `keeps ${index.columns.map(word).join()} apart ${rows}`;
  return new Set([
    ...[...orders(index)].map((order) => `gives ${order} ${rows}`),
    ...seen.map((name) => `shows ${name} ${rows}`),
    ...(index.method === 'btree' ? [] : [`is on ${keys(index)} ${rows}`]),
    ...(index.unique ? [guard, ...(index.nullsNotDistinct ? [`${guard}, nulls too`] : [])] : []),
    ...(index.unique && index.deferrable !== true ? [`${guard} at once`] : []),
  ]);
}

const isFree = (index: Index) => index.constraint === null && index.heldBy === undefined;
const works = (index: Index) => index.valid && index.ready;

/** Whether `other` can do whatever `index` can, and the first may go. */
function canGo(index: Index, other: Index): boolean {
  const able = abilities(other);
  return (
    index !== other &&
    works(index) &&
    works(other) &&
    isFree(index) &&
    [...abilities(index)].every((one) => able.has(one))
  );
}

function judged(indexes: readonly Index[]) {
  const catalogue = databaseSchema([table('t', { primaryKey: null, indexes: [...indexes] })]);
  const [own] = superfluousIndexes({ 'database.catalogue': catalogue });
  return { duplicates: own?.duplicates ?? [], redundant: own?.redundant ?? [] };
}

const RUNS = 2_000;

describe('whatever indexes a table has', () => {
  it(`what is called superfluous is what another one can do whole, in ${RUNS} sets`, () => {
    let found = 0;
    fc.assert(
      fc.property(anyIndexes, (indexes) => {
        const { duplicates, redundant } = judged(indexes);
        const gone = new Set([...duplicates, ...redundant].map(({ index }) => index));
        found += gone.size;
        for (const { index, kept } of [...duplicates, ...redundant]) {
          expect(canGo(index, kept)).toBe(true);
          // What it leans on stays; or it is the twin of one that begins a longer one, which does the work of both.
          const last = redundant.find((one) => one.index === kept)?.kept ?? kept;
          expect([gone.has(last), canGo(index, last)]).toEqual([false, true]);
        }
        // Nothing more could go: of what stays nobody does the work of another one. A unique one goes only for its twin.
        const staying = indexes.filter((index) => !gone.has(index));
        const missed = staying.filter((index) =>
          staying.some((other) => canGo(index, other) && (!index.unique || keys(index) === keys(other))),
        );
        expect(missed.map(({ name }) => name)).toEqual([]);
        // All together can still do everything.
        const left = new Set(staying.filter(works).flatMap((index) => [...abilities(index)]));
        const lost = indexes
          .filter(works)
          .flatMap((index) => [...abilities(index)].filter((one) => !left.has(one)));
        expect(lost).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(RUNS / 10);
  });

  it('each foreign key that was covered is covered by what stays', () => {
    fc.assert(
      fc.property(anyIndexes, fc.subarray(['a', 'b', 'c'], { minLength: 1 }), (indexes, columns) => {
        const { duplicates, redundant } = judged(indexes);
        const gone = new Set([...duplicates, ...redundant].map(({ index }) => index));
        const covers = (index: Index) => coverFault(index, columns) === null;
        const staying = indexes.filter((index) => !gone.has(index));
        expect(staying.some(covers)).toBe(indexes.some(covers));
      }),
      { numRuns: RUNS },
    );
  });

  it(`an index covers a key where some order of its columns is the beginning of the index's, in ${RUNS} pairs`, () => {
    let covered = 0;
    fc.assert(
      fc.property(anyIndexes, fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 1 }), ([index], columns) => {
        if (index === undefined) return;
        const isCover =
          works(index) &&
          (index.method === 'btree' || (index.method === 'hash' && columns.length === 1)) &&
          permutations(columns).some((order) => beginnings(index).has(order.join())) &&
          (index.predicate === null ||
            columns.some((column) => index.predicate === `${column} IS NOT NULL`) ||
            (index.predicate === '(a IS NOT NULL) AND (b IS NOT NULL)' &&
              columns.includes('a') &&
              columns.includes('b')));
        covered += isCover ? 1 : 0;
        expect(coverFault(index, columns) === null).toBe(isCover);
      }),
      { numRuns: RUNS },
    );
    expect(covered).toBeGreaterThan(RUNS / 20);
  });
});

/** Each beginning of an index's keys that are compared as their columns are, without what stands there a second time. */
function beginnings({ columns }: Index): Set<string> {
  const found = new Set<string>();
  const names: string[] = [];
  for (const { name, opclass, collation } of columns) {
    if (name === null || collation !== null || (opclass !== null && opclass !== 'text_pattern_ops')) break;
    if (!names.includes(name)) names.push(name);
    found.add(names.join());
  }
  return found;
}

function permutations(columns: readonly string[]): string[][] {
  if (columns.length < 2) return [[...columns]];
  return columns.flatMap((first) =>
    permutations(columns.filter((column) => column !== first)).map((rest) => [first, ...rest]),
  );
}
