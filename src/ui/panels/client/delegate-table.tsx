'use client';
import { useMemo } from 'react';
import type { RunDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import { type DelegateRow, delegateRows, roughly } from '../../model/delegates';
import { plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Empty, Heading, Unmeasured } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { byText, type Column, matches } from '../../parts/table-model';
import { Count, Duration } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { DelegateDetail } from '../lazy';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';

const ROWS = ({ result }: DelegateRow) => result.count ?? result.estimate ?? -1;

const COLUMNS: Column<DelegateRow>[] = [
  {
    id: 'model',
    header: 'Model',
    width: '30%',
    cell: ({ result }) => <Name className="sm:truncate">{result.model}</Name>,
    compare: (a, b) => byText(a.result.model, b.result.model),
  },
  {
    id: 'state',
    header: 'State',
    width: '104px',
    cell: ({ verdict }) => <VerdictMark verdict={verdict} />,
  },
  {
    id: 'count',
    header: 'Rows',
    width: '200px',
    align: 'right',
    cell: ({ result }) =>
      result.ok && result.count === null ? (
        <span className="whitespace-nowrap text-muted">
          {result.estimate === null ? 'not counted' : `${roughly(result.estimate)} rows, not counted`}
        </span>
      ) : (
        <Count value={result.count} />
      ),
    compare: (a, b) => ROWS(a) - ROWS(b),
  },
  {
    id: 'time',
    header: 'Time',
    width: '84px',
    align: 'right',
    // No time at all: there was nothing to ask.
    cell: ({ result }) => <Duration ms={result.durationMs === 0 ? null : result.durationMs} />,
    compare: (a, b) => a.result.durationMs - b.result.durationMs,
  },
  {
    id: 'error',
    header: 'Error',
    from: 'md',
    cell: ({ result }) =>
      result.errorCode === null ? (
        <span className="text-muted">none</span>
      ) : (
        <Name className="sm:block sm:truncate">{result.errorCode}</Name>
      ),
  },
  {
    id: 'routes',
    header: 'Routes',
    width: '76px',
    align: 'right',
    from: 'md',
    cell: ({ routes }) => routes.length,
    compare: (a, b) => a.routes.length - b.routes.length,
  },
];

/** Where several clients are counted through, their name stands beside the model. */
const WITH_CLIENT: Column<DelegateRow>[] = COLUMNS.toSpliced(1, 0, {
  id: 'client',
  header: 'Client',
  width: '18%',
  cell: ({ result }) => <Name className="sm:block sm:truncate">{result.client}</Name>,
  compare: (a, b) => byText(a.result.client, b.result.client),
});

const LOOK = { key: (row: DelegateRow) => row.key, verdict: (row: DelegateRow) => row.verdict };

/** A count through each model's delegate, made by a fresh process with the client on disk; failures first. */
export function DelegateTable({ report, details }: { report: Report; details: RunDetails }) {
  const state = useTableState(['none']);
  const { delegates } = details.client;
  const rows = useMemo(
    () => delegateRows(delegates ?? [], report, details.endpoints),
    [delegates, report, details.endpoints],
  );
  const shown = useMemo(
    () =>
      rows
        .filter(({ verdict }) => state.only === 'all' || verdict !== 'pass')
        .filter(({ result, verdict, routes }) =>
          matches(state.q, [
            result.model,
            result.delegate,
            result.client,
            result.errorCode,
            verdict,
            ...routes,
          ]),
        ),
    [rows, state.q, state.only],
  );
  const check = report.checks.find(({ id }) => id === 'delegates');
  const several = new Set(rows.map(({ result }) => result.client)).size > 1;
  return (
    <section aria-label="Delegates">
      <Heading note="a row and a count through each model, by a fresh process that imported the client on disk">
        Delegates
      </Heading>
      {delegates === null ? (
        <Unmeasured what="Delegates were" reasons={check?.reason == null ? [] : [check.reason]} />
      ) : (
        <>
          <Toolbar
            state={state}
            label="Filter models, routes, errors"
            shown={`${shown.length} of ${plural(rows.length, 'delegate')}`}
            groupings={[]}
          />
          {shown.length === 0 ? (
            <Empty>
              {rows.length === 0
                ? 'No delegate was tried, so nothing is known of any.'
                : state.q === ''
                  ? 'Every delegate that was tried answered.'
                  : 'No model fits the filter.'}
            </Empty>
          ) : (
            <DataTable
              caption="Delegates with their counts"
              columns={several ? WITH_CLIENT : COLUMNS}
              groups={[{ label: '', rows: shown }]}
              look={LOOK}
              sort={state.sort}
              onSort={state.setSort}
              open={state.open}
              onOpen={state.setOpen}
              detail={detail}
            />
          )}
        </>
      )}
    </section>
  );
}

const detail = (row: DelegateRow) => <DelegateDetail row={row} />;
