'use client';
import { useMemo } from 'react';
import type { EnumRow } from '@/shared/details';
import type { Report } from '@/shared/report';
import { findingsByKey, pick } from '../../model/findings';
import { Name } from '../../parts/identifier';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { type Column, matches } from '../../parts/table-model';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { EnumSides } from './enum-sides';
import { Pair } from './pair';

const COLUMNS: Column<EnumRow>[] = [
  {
    id: 'name',
    header: 'Enum',
    width: '30%',
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
    id: 'values',
    header: 'Values',
    width: '80px',
    align: 'right',
    cell: (row) => <Pair expected={row.expected?.values.length} observed={row.observed?.values.length} />,
    compare: (a, b) => (a.observed?.values.length ?? -1) - (b.observed?.values.length ?? -1),
  },
  {
    id: 'order',
    header: 'Observed, in order',
    from: 'md',
    cell: (row) => (
      <Name className="sm:block sm:truncate text-muted">
        {row.observed?.values.join(', ') ?? '(no such enum)'}
      </Name>
    ),
  },
];

/** All enums that one of the two sides has, with their values in order. */
export function EnumTable({ rows, report }: { rows: readonly EnumRow[]; report: Report }) {
  const state = useTableState(['none']);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const shown = useMemo(
    () =>
      rows
        .filter((row) => state.only === 'all' || (row.verdict !== 'pass' && row.verdict !== 'skipped'))
        .filter((row) =>
          matches(state.q, [row.name, ...(row.expected?.values ?? []), ...(row.observed?.values ?? [])]),
        )
        .sort((a, b) => byVerdict(a.verdict, b.verdict)),
    [rows, state.q, state.only],
  );
  return (
    <section aria-label="Enums">
      <Toolbar
        state={state}
        label="Filter enums and values"
        shown={`${shown.length} of ${rows.length} enums`}
        groupings={[]}
      />
      {shown.length === 0 ? (
        <Empty>{state.q === '' ? 'Every enum that was compared is well.' : 'No enum fits the filter.'}</Empty>
      ) : (
        <DataTable
          caption="Enums, expected and observed"
          columns={COLUMNS}
          groups={[{ label: '', rows: shown }]}
          look={{ key: (row) => `${row.schema}.${row.name}`, verdict: (row) => row.verdict }}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => (
            <div className="grid gap-4">
              {pick(findings, row.findingKeys).map(({ finding, check }) => (
                <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
              ))}
              <EnumSides expected={row.expected?.values ?? null} observed={row.observed?.values ?? null} />
            </div>
          )}
        />
      )}
    </section>
  );
}
