'use client';
import { useMemo } from 'react';
import type { TableRow } from '@/shared/details';
import type { Report } from '@/shared/report';
import { findingsByKey, pick } from '../../model/findings';
import { Name } from '../../parts/identifier';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { type Column, groupBy, matches } from '../../parts/table-model';
import { Bytes, Count } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { TableDetail } from '../lazy';
import { storyLabel, storyOrder } from '../stories';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { Pair } from './pair';

const COLUMNS: Column<TableRow>[] = [
  {
    id: 'name',
    header: 'Table',
    cell: (row) => <Name className="sm:truncate">{row.name}</Name>,
    compare: (a, b) => a.name.localeCompare(b.name),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    cell: (row) => <VerdictMark verdict={row.verdict} />,
    compare: (a, b) => byVerdict(a.verdict, b.verdict),
  },
  {
    id: 'model',
    header: 'Model',
    width: '24%',
    from: 'lg',
    cell: (row) => <Name className="sm:block sm:truncate">{row.model ?? '–'}</Name>,
    compare: (a, b) => (a.model ?? '').localeCompare(b.model ?? ''),
  },
  {
    id: 'columns',
    header: 'Columns',
    width: '92px',
    align: 'right',
    cell: (row) => <Pair expected={row.expected?.columns.length} observed={row.observed?.columns.length} />,
    compare: (a, b) => (a.observed?.columns.length ?? -1) - (b.observed?.columns.length ?? -1),
  },
  {
    id: 'keys',
    header: 'Foreign keys',
    width: '108px',
    align: 'right',
    from: 'lg',
    cell: (row) => (
      <Pair expected={row.expected?.foreignKeys.length} observed={row.observed?.foreignKeys.length} />
    ),
    compare: (a, b) => (a.observed?.foreignKeys.length ?? -1) - (b.observed?.foreignKeys.length ?? -1),
  },
  {
    id: 'rows',
    header: 'Rows, est.',
    width: '100px',
    align: 'right',
    from: 'md',
    cell: (row) => (row.observed === null ? '–' : <Count value={row.observed.rowEstimate} />),
    compare: (a, b) => (a.observed?.rowEstimate ?? -1) - (b.observed?.rowEstimate ?? -1),
  },
  {
    id: 'size',
    header: 'Size',
    width: '92px',
    align: 'right',
    cell: (row) => (row.observed === null ? '–' : <Bytes bytes={row.observed.sizeBytes} />),
    compare: (a, b) => (a.observed?.sizeBytes ?? -1) - (b.observed?.sizeBytes ?? -1),
  },
];

const GROUPINGS = ['story', 'state', 'none'] as const;
const STATE_LABEL = { fail: 'Fail', unknown: 'Unknown', warn: 'Warn', pass: 'Pass', skipped: 'Skipped' };
const keyOf = (row: TableRow) => `${row.schema}.${row.name}`;

/** All tables that one of the two sides has. */
export function TableTable({ rows, report }: { rows: readonly TableRow[]; report: Report }) {
  const state = useTableState(GROUPINGS);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const groups = useMemo(() => {
    const shown = rows
      .filter((row) => state.only === 'all' || (row.verdict !== 'pass' && row.verdict !== 'skipped'))
      .filter((row) => matches(state.q, [row.name, row.model, row.story, row.verdict, ...row.endpoints]));
    if (state.group === 'none') return [{ label: '', rows: shown }];
    if (state.group === 'state')
      return groupBy(shown, (row) => STATE_LABEL[row.verdict], Object.values(STATE_LABEL));
    const ordered = [...shown].sort((a, b) => storyOrder(a.story).localeCompare(storyOrder(b.story)));
    // Whatever is not well stands before the stories: it is what one came for.
    const ill = ordered.filter((row) => row.verdict === 'fail' || row.verdict === 'unknown');
    const well = ordered.filter((row) => !ill.includes(row));
    return [
      { label: ill.length === 0 ? '' : 'Not well', rows: ill },
      ...groupBy(well, (row) => storyLabel(row.story)),
    ];
  }, [rows, state.q, state.only, state.group]);
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <section aria-label="Tables">
      <Toolbar
        state={state}
        label="Filter tables, models, routes"
        shown={`${count} of ${rows.length} tables`}
        groupings={[
          { value: 'story', label: 'story' },
          { value: 'state', label: 'state' },
          { value: 'none', label: 'nothing' },
        ]}
      />
      {count === 0 ? (
        <Empty>
          {state.only === 'ill' && state.q === ''
            ? 'Every table that was compared is well.'
            : 'No table fits the filter.'}
        </Empty>
      ) : (
        <DataTable
          caption="Tables, expected and observed"
          columns={COLUMNS}
          groups={groups}
          look={{ key: keyOf, verdict: (row) => row.verdict }}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => <TableDetail row={row} findings={pick(findings, row.findingKeys)} />}
        />
      )}
    </section>
  );
}
