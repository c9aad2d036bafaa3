'use client';
import { useMemo } from 'react';
import type { EndpointRow, RunSummary } from '@/shared/details';
import type { Report } from '@/shared/report';
import { causeLabel, causeOrder, type RouteRow, routeRows } from '../../model/endpoints';
import { storyLabel } from '../../model/stories';
import { plural } from '../../parts/format';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { type Group, groupBy, matches } from '../../parts/table-model';
import { EndpointDetail } from '../lazy';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { COLUMNS } from './endpoint-columns';

const GROUPINGS = ['none', 'story', 'cause'] as const;

function grouped(
  rows: readonly RouteRow[],
  by: (typeof GROUPINGS)[number],
  { causes }: Report,
): readonly Group<RouteRow>[] {
  if (by === 'story') return groupBy(rows, (row) => storyLabel(row.story));
  if (by === 'cause') return groupBy(rows, causeLabel, causeOrder(causes));
  return [{ label: '', rows }];
}

/** All declared routes, also those that were not asked. */
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
  const withHistory = useMemo(() => routeRows(rows, runs, report.causes), [rows, runs, report.causes]);
  const shown = withHistory
    .filter((row) => state.only === 'all' || row.verdict !== 'pass')
    .filter((row) =>
      matches(state.q, [
        row.id,
        row.story,
        row.verdict,
        row.reason,
        ...row.models,
        ...row.causes.map(({ title }) => title),
      ]),
    );
  return (
    <section aria-label="Routes">
      <Toolbar
        state={state}
        label="Filter routes, models, causes"
        shown={`${shown.length} of ${plural(rows.length, 'route')}`}
        groupings={[
          { value: 'none', label: 'nothing' },
          { value: 'story', label: 'story' },
          { value: 'cause', label: 'cause' },
        ]}
      />
      {shown.length === 0 ? (
        <Empty>
          {state.q === ''
            ? 'Every declared route was asked and answers as declared.'
            : 'No route fits the filter.'}
        </Empty>
      ) : (
        <DataTable
          caption="Routes with state, history and time"
          columns={COLUMNS}
          groups={grouped(shown, state.group, report)}
          look={{ key: (row) => row.id, verdict: (row) => row.verdict }}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => <EndpointDetail row={row} report={report} routes={rows} />}
        />
      )}
    </section>
  );
}
