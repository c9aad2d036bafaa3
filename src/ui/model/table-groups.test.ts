import { expect, test } from 'vitest';
import { manyTableRows, tableRows } from '../fixtures/tables';
import { filterOf } from '../parts/table-model';
import { groupTables, inStoryOrder } from './table-groups';

test('what is not well stands before the stories, and a warning keeps its place', () => {
  const rows = inStoryOrder(tableRows(true));
  const [ill, ...stories] = groupTables(rows, 'story');
  expect(ill).toMatchObject({ label: 'Not well', rows: [{ name: 'struggle_predictions' }] });
  expect(stories[0]?.label).toMatch(/^5\.1/);
  expect(stories.at(-1)?.label).toBe('No story');
  expect(groupTables(rows, 'schema')).toMatchObject([{ label: 'public', rows: { length: rows.length } }]);
  expect(groupTables(rows, 'state').map((group) => group.label)).toEqual(['Fail', 'Pass']);
});

test('a filter keeps the order, and finds each word anywhere', () => {
  const rows = manyTableRows(500);
  const filter = filterOf(rows, (row) => [row.name, row.model]);
  expect(filter(' ')).toBe(rows);
  expect(filter('TABLE_0012').map((row) => row.name)).toEqual(rows.slice(120, 130).map((row) => row.name));
  expect(filter('table00499 table_')).toHaveLength(1);
  expect(filter('nothing')).toEqual([]);
});
