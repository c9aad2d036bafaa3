'use client';
import { useCallback, useDeferredValue, useMemo } from 'react';
import type { Report } from '@/shared/report';
import type { TableRow } from '@/shared/rows';
import { findingsByKey, pick } from '../../model/findings';
import type { Unread } from '../../model/sides';
import { GROUPINGS, groupTables, inStoryOrder } from '../../model/table-groups';
import { countOf } from '../../parts/format';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { filterOf } from '../../parts/table-model';
import { TableDetail } from '../lazy';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { TABLE_COLUMNS } from './table-columns';

const LOOK = {
  key: (row: TableRow) => `${row.schema}.${row.name}`,
  verdict: (row: TableRow) => row.verdict,
};

/** All tables and views that one of the sides has. */
export function TableTable({
  rows,
  report,
  run,
  unread,
}: {
  rows: readonly TableRow[];
  report: Report;
  run: number;
  unread: Unread;
}) {
  const state = useTableState(GROUPINGS);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const filter = useMemo(
    () =>
      filterOf(inStoryOrder(rows), (row) => [
        row.schema,
        row.name,
        row.model,
        row.story,
        row.verdict,
        row.kind,
        ...row.endpoints,
      ]),
    [rows],
  );
  // The letter that was typed shows at once; the list follows when the browser has the time.
  const q = useDeferredValue(state.q);
  const groups = useMemo(() => {
    const found = filter(q);
    const shown =
      state.only === 'all'
        ? found
        : found.filter((row) => row.verdict !== 'pass' && row.verdict !== 'skipped');
    return groupTables(shown, state.group);
  }, [filter, q, state.only, state.group]);
  const detail = useCallback(
    (row: TableRow) => (
      <TableDetail row={row} findings={pick(findings, row.findingKeys)} run={run} unread={unread} />
    ),
    [findings, run, unread],
  );
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <section aria-label="Tables">
      <Toolbar
        state={state}
        label="Filter tables, models, routes"
        shown={`${countOf(count)} of ${countOf(rows.length)} tables and views`}
        groupings={[
          { value: 'story', label: 'story' },
          { value: 'state', label: 'state' },
          { value: 'schema', label: 'schema' },
          { value: 'none', label: 'nothing' },
        ]}
      />
      {count === 0 ? (
        <Empty>
          {state.only === 'ill' && q === ''
            ? 'Every table that was compared is well.'
            : 'No table fits the filter.'}
        </Empty>
      ) : (
        <DataTable
          caption="Tables and views on the three sides"
          columns={TABLE_COLUMNS}
          groups={groups}
          look={LOOK}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={detail}
        />
      )}
    </section>
  );
}
