import fc from 'fast-check';
import type { Index, IndexColumn } from '../../shared/database-schema';
import { index } from './builders';

// Few enough names that one index often begins another one.
const COLUMNS = ['a', 'b', 'c'] as const;

const key: fc.Arbitrary<IndexColumn> = fc
  .record({
    key: fc.oneof(
      { weight: 15, arbitrary: fc.constantFrom(...COLUMNS).map((name) => ({ name, expression: null })) },
      { weight: 1, arbitrary: fc.constant({ name: null, expression: 'lower(a)' }) },
    ),
    order: fc.constantFrom('asc', 'asc', 'asc', 'desc'),
    usual: fc.oneof(
      { weight: 15, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    opclass: fc.oneof(
      { weight: 24, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant('text_pattern_ops') },
    ),
    collation: fc.oneof(
      { weight: 24, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant('C') },
    ),
  })
  .map(({ key: { name, expression }, order, usual, ...rest }) => ({
    ...{ name, expression, order, ...rest },
    nulls: (order === 'desc') === usual ? 'first' : 'last',
  }));

const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 7, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const anyIndex: fc.Arbitrary<Index> = fc
  .record({
    columns: fc.array(key, { minLength: 1, maxLength: 3 }),
    method: often('btree', 'hash', 'gin'),
    include: fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.subarray(['c', 'd', 'e'], { minLength: 1 }) },
    ),
    predicate: often<string | null>(null, 'd > 1', 'a IS NOT NULL', '(a IS NOT NULL) AND (b IS NOT NULL)'),
    valid: often(true, false),
    ready: often(true, true, false),
    guard: often<Partial<Index>>(
      {},
      { unique: true },
      { unique: true, nullsNotDistinct: true },
      { unique: true, constraint: 'primary' },
      { unique: true, constraint: 'unique' },
      { unique: true, constraint: 'unique', deferrable: true },
      { unique: true, heldBy: 'foreign key' },
    ),
  })
  .map(({ method, columns, include, guard, ...rest }) => {
    const made = index('t', [], { ...rest, method, columns });
    if (method === 'btree') return { ...made, include, ...guard };
    // A hash has one key; neither has an order, nor is it unique.
    const keys = columns.map((one): IndexColumn => ({ ...one, order: 'asc', nulls: 'last' }));
    return { ...made, columns: method === 'hash' ? keys.slice(0, 1) : keys };
  });

/** Some indexes of one table, with names of their own. */
export const anyIndexes: fc.Arbitrary<Index[]> = fc
  .array(anyIndex, { minLength: 1, maxLength: 6 })
  .map((indexes) => indexes.map((one, place) => ({ ...one, name: `i${place}` })));
