'use client';
import { useMemo } from 'react';
import type { DelegateResult } from '@/shared/client';
import { Name } from '../../parts/identifier';
import { Empty, Heading, Unmeasured } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { type Column, matches } from '../../parts/table-model';
import { Count, Duration } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';

const COLUMNS: Column<DelegateResult>[] = [
  {
    id: 'model',
    header: 'Model',
    width: '34%',
    cell: (row) => <Name className="sm:truncate">{row.model}</Name>,
    compare: (a, b) => a.model.localeCompare(b.model),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    cell: (row) => <VerdictMark verdict={row.ok ? 'pass' : 'fail'} />,
    compare: (a, b) => Number(a.ok) - Number(b.ok),
  },
  {
    id: 'count',
    header: 'Rows',
    width: '96px',
    align: 'right',
    cell: (row) => <Count value={row.count} />,
    compare: (a, b) => (a.count ?? -1) - (b.count ?? -1),
  },
  {
    id: 'time',
    header: 'Time',
    width: '84px',
    align: 'right',
    cell: (row) => <Duration ms={row.durationMs} />,
    compare: (a, b) => a.durationMs - b.durationMs,
  },
  {
    id: 'error',
    header: 'Error',
    from: 'md',
    cell: (row) => <Name className="sm:block sm:truncate">{row.errorCode ?? ''}</Name>,
  },
];

/** A count through each model's delegate, made by a fresh process with the client on disk; failures first. */
export function DelegateTable({
  delegates,
  reasons,
}: {
  delegates: readonly DelegateResult[] | null;
  reasons: readonly string[];
}) {
  const state = useTableState(['none']);
  const shown = useMemo(
    () =>
      (delegates ?? [])
        .filter((row) => state.only === 'all' || !row.ok)
        .filter((row) => matches(state.q, [row.model, row.delegate, row.errorCode]))
        .sort((a, b) => Number(a.ok) - Number(b.ok)),
    [delegates, state.q, state.only],
  );
  return (
    <section aria-label="Delegates">
      <Heading note="a count through each model, by a fresh process that imported the client on disk">
        Delegates
      </Heading>
      {delegates === null ? (
        <Unmeasured what="Delegates were" reasons={reasons} />
      ) : (
        <>
          <Toolbar
            state={state}
            label="Filter models"
            shown={`${shown.length} of ${delegates.length} models`}
            groupings={[]}
          />
          {shown.length === 0 ? (
            <Empty>{state.q === '' ? 'Every delegate counted.' : 'No model fits the filter.'}</Empty>
          ) : (
            <DataTable
              caption="Delegates with their counts"
              columns={COLUMNS}
              groups={[{ label: '', rows: shown }]}
              look={{ key: (row) => row.model, verdict: (row) => (row.ok ? 'pass' : 'fail') }}
              sort={state.sort}
              onSort={state.setSort}
              open={state.open}
              onOpen={state.setOpen}
              detail={(row) => (
                <p>
                  <Name>{`prisma.${row.delegate}.count()`}</Name>{' '}
                  {row.ok
                    ? `counted ${row.count ?? 'no'} rows.`
                    : (row.message ?? `failed with ${row.errorCode}.`)}
                </p>
              )}
            />
          )}
        </>
      )}
    </section>
  );
}
