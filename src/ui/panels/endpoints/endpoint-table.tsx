'use client';
import { useMemo } from 'react';
import type { EndpointRow, RunSummary } from '@/shared/details';
import type { Report } from '@/shared/report';
import { type EndpointHistory, historyOf, latencyOf } from '../../model/endpoints';
import { storyLabel } from '../../model/stories';
import { someOf } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Ribbon } from '../../parts/ribbon';
import { Empty } from '../../parts/small';
import { Sparkline } from '../../parts/sparkline';
import { DataTable } from '../../parts/table';
import { type Column, groupBy, matches } from '../../parts/table-model';
import { Since } from '../../parts/time';
import { Duration } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { EndpointDetail } from '../lazy';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';

type Row = EndpointRow & { history: EndpointHistory };

const COLUMNS: Column<Row>[] = [
  {
    id: 'route',
    header: 'Route',
    cell: (row) => <Name className="sm:truncate">{row.path}</Name>,
    compare: (a, b) => a.path.localeCompare(b.path),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    cell: (row) => <VerdictMark verdict={row.verdict} />,
    compare: (a, b) => byVerdict(a.verdict, b.verdict),
  },
  {
    id: 'since',
    header: 'Since',
    width: '76px',
    from: 'md',
    cell: (row) => (row.history.since === null ? '–' : <Since at={row.history.since} />),
    compare: (a, b) => (a.history.since ?? '').localeCompare(b.history.since ?? ''),
  },
  {
    id: 'runs',
    header: 'Last 50 runs',
    width: '14%',
    from: 'md',
    cell: (row) => <Ribbon bars={row.history.bars} label={row.id} />,
  },
  {
    id: 'time',
    header: 'Time',
    width: '104px',
    align: 'right',
    cell: (row) => (
      <>
        {row.cold ? (
          <span
            className="text-muted"
            title="The first request since the process started; it has a budget of its own"
          >
            cold{' '}
          </span>
        ) : null}
        <Duration ms={latencyOf(row)} />
      </>
    ),
    compare: (a, b) => (latencyOf(a) ?? -1) - (latencyOf(b) ?? -1),
  },
  {
    id: 'latency',
    header: 'Against budget',
    width: '112px',
    from: 'lg',
    cell: (row) => <Sparkline values={row.history.latenciesMs} budgetMs={row.budgetMs} label={row.id} />,
  },
  {
    id: 'contract',
    header: 'Contract',
    width: '92px',
    from: 'lg',
    cell: (row) => (row.hasContract ? 'body' : <span className="text-muted">status only</span>),
  },
  {
    id: 'models',
    header: 'Models',
    width: '14%',
    from: 'lg',
    cell: (row) => (
      <Name className="sm:block sm:truncate">{row.models.length === 0 ? '–' : someOf(row.models, 2)}</Name>
    ),
  },
];

const GROUPINGS = ['none', 'story'] as const;

/** All declared routes. */
export function EndpointTable({
  rows,
  runs,
  report,
}: {
  rows: readonly EndpointRow[];
  runs: readonly RunSummary[];
  report: Report;
}) {
  const state = useTableState(GROUPINGS);
  const withHistory = useMemo(
    () => rows.map((row): Row => ({ ...row, history: historyOf(row.id, runs) })),
    [rows, runs],
  );
  const shown = withHistory
    .filter((row) => state.only === 'all' || (row.verdict !== 'pass' && row.verdict !== 'skipped'))
    .filter((row) => matches(state.q, [row.id, row.story, row.verdict, ...row.models]));
  const groups =
    state.group === 'story' ? groupBy(shown, (row) => storyLabel(row.story)) : [{ label: '', rows: shown }];
  return (
    <section aria-label="Routes">
      <Toolbar
        state={state}
        label="Filter routes, models, stories"
        shown={`${shown.length} of ${rows.length} routes`}
        groupings={[
          { value: 'none', label: 'nothing' },
          { value: 'story', label: 'story' },
        ]}
      />
      {shown.length === 0 ? (
        <Empty>
          {state.q === '' ? 'Every route that was asked answers as declared.' : 'No route fits the filter.'}
        </Empty>
      ) : (
        <DataTable
          caption="Routes with state, history and time"
          columns={COLUMNS}
          groups={groups}
          look={{ key: (row) => row.id, verdict: (row) => row.verdict }}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => <EndpointDetail row={row} report={report} />}
        />
      )}
    </section>
  );
}
