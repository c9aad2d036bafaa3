import { describe, expect, test } from 'vitest';
import { type Column, groupBy, itemsOf, matches, nextSort, parseSort, sortRows } from './table-model';

type Row = { name: string; size: number };
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, compare: (a, b) => a.name.localeCompare(b.name) },
  { id: 'size', header: 'Size', cell: (row) => row.size, compare: (a, b) => a.size - b.size },
  { id: 'note', header: 'Note', cell: () => '' },
];
const rows = [
  { name: 'b', size: 1 },
  { name: 'a', size: 1 },
  { name: 'c', size: 0 },
];

describe('sorting', () => {
  test('reads the address and refuses what is no sortable column', () => {
    expect(parseSort('size.desc', columns)).toEqual({ column: 'size', descending: true });
    expect(parseSort('note', columns)).toBeNull();
    expect(parseSort('', columns)).toBeNull();
  });

  test('goes from ascending over descending back to the order of the page', () => {
    expect(nextSort('size', null)).toBe('size');
    expect(nextSort('size', { column: 'size', descending: false })).toBe('size.desc');
    expect(nextSort('size', { column: 'size', descending: true })).toBe('');
    expect(nextSort('name', { column: 'size', descending: true })).toBe('name');
  });

  test('keeps the order of equal rows, and of all rows without a wish', () => {
    expect(sortRows(rows, columns, null)).toBe(rows);
    const sorted = sortRows(rows, columns, { column: 'size', descending: false });
    expect(sorted.map((row) => row.name)).toEqual(['c', 'b', 'a']);
  });
});

test('groups follow the named order and leave empty ones out', () => {
  const groups = groupBy(rows, (row) => (row.size === 0 ? 'empty' : 'full'), ['huge', 'full']);
  expect(groups.map((group) => group.label)).toEqual(['full', 'empty']);
  expect(itemsOf(groups).map((item) => item.kind)).toEqual(['group', 'row', 'row', 'group', 'row']);
  expect(itemsOf([{ label: '', rows }]).every((item) => item.kind === 'row')).toBe(true);
});

test('a filter wants each of its words', () => {
  expect(matches('strug PRED', ['struggle_predictions', null])).toBe(true);
  expect(matches('strug goal', ['struggle_predictions'])).toBe(false);
  expect(matches('', [])).toBe(true);
});
