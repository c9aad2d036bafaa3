import type { TableRow } from '@/shared/rows';
import { byText, type Group, groupBy } from '../parts/table-model';
import { storyLabel, storyOrder } from './stories';

export const GROUPINGS = ['story', 'state', 'schema', 'none'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const STATE_LABEL = { fail: 'Fail', unknown: 'Unknown', warn: 'Warn', pass: 'Pass', skipped: 'Skipped' };
const isIll = ({ verdict }: TableRow) => verdict === 'fail' || verdict === 'unknown';

/** Rows in the order of their stories. Done once for a run, and not at each letter of a filter. */
export function inStoryOrder(rows: readonly TableRow[]): TableRow[] {
  return [...rows].sort((a, b) => byText(storyOrder(a.story), storyOrder(b.story)));
}

/** The groups of the list, from rows that are in the order of their stories. */
export function groupTables(rows: readonly TableRow[], grouping: Grouping): Group<TableRow>[] {
  if (grouping === 'none') return [{ label: '', rows }];
  if (grouping === 'state') {
    return groupBy(rows, (row) => STATE_LABEL[row.verdict], Object.values(STATE_LABEL));
  }
  if (grouping === 'schema') return groupBy(rows, (row) => row.schema);
  // Whatever is not well stands before the stories: it is what one came for.
  const ill = rows.filter(isIll);
  const well = ill.length === 0 ? rows : rows.filter((row) => !isIll(row));
  return [
    { label: ill.length === 0 ? '' : 'Not well', rows: ill },
    ...groupBy(well, (row) => storyLabel(row.story)),
  ];
}
