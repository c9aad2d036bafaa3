'use client';
import { useMemo } from 'react';
import type { IndexRow } from '@/shared/details';
import type { Report } from '@/shared/report';
import { findingsByKey, pick } from '../../model/findings';
import { indexText } from '../../model/table-diff';
import { Name } from '../../parts/identifier';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { type Column, groupBy, matches } from '../../parts/table-model';
import { Bytes, Count } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { IndexDetail } from '../lazy';
import { storyLabel } from '../stories';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';

const text = (row: IndexRow) => {
  const side = row.observed ?? row.expected;
  return side === null ? '' : indexText(side);
};

/** Where an index comes from, in a word. */
export function originOf(row: IndexRow): 'strategic' | 'declared' | 'not declared' {
  if (row.expected === null) return 'not declared';
  return row.expected.origin === 'migration' ? 'strategic' : 'declared';
}

const COLUMNS: Column<IndexRow>[] = [
  {
    id: 'name',
    header: 'Index',
    width: '32%',
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
    id: 'presence',
    header: 'Database',
    width: '84px',
    cell: (row) => (row.observed === null ? 'missing' : row.observed.valid ? 'there' : 'invalid'),
  },
  {
    id: 'columns',
    header: 'Definition',
    from: 'md',
    cell: (row) => <Name className="sm:block sm:truncate">{text(row)}</Name>,
  },
  { id: 'origin', header: 'Origin', width: '104px', from: 'lg', cell: originOf },
  {
    id: 'scans',
    header: 'Scans',
    width: '84px',
    align: 'right',
    cell: (row) => (row.observed === null ? '–' : <Count value={row.observed.scans} />),
    compare: (a, b) => (a.observed?.scans ?? -1) - (b.observed?.scans ?? -1),
  },
  {
    id: 'size',
    header: 'Size',
    width: '84px',
    align: 'right',
    cell: (row) => (row.observed === null ? '–' : <Bytes bytes={row.observed.sizeBytes} />),
    compare: (a, b) => (a.observed?.sizeBytes ?? -1) - (b.observed?.sizeBytes ?? -1),
  },
];

const GROUPINGS = ['origin', 'table', 'story', 'none'] as const;
const ORIGIN_LABEL = {
  strategic: 'Strategic, by a migration',
  declared: 'Declared in schema.prisma',
  'not declared': 'Not declared anywhere',
};

/** All indexes that one of the two sides has; what is missing or invalid first. */
export function IndexTable({ rows, report }: { rows: readonly IndexRow[]; report: Report }) {
  const state = useTableState(GROUPINGS);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const groups = useMemo(() => {
    const shown = rows
      .filter((row) => state.only === 'all' || (row.verdict !== 'pass' && row.verdict !== 'skipped'))
      .filter((row) => matches(state.q, [row.name, row.table, row.story, row.verdict, text(row)]))
      .sort((a, b) => byVerdict(a.verdict, b.verdict) || a.table.localeCompare(b.table));
    if (state.group === 'none') return [{ label: '', rows: shown }];
    const ill = shown.filter((row) => row.verdict !== 'pass' && row.verdict !== 'skipped');
    const well = shown.filter((row) => !ill.includes(row));
    const word = {
      origin: (row: IndexRow) => ORIGIN_LABEL[originOf(row)],
      table: (row: IndexRow) => row.table,
      story: (row: IndexRow) => storyLabel(row.story),
    }[state.group];
    return [
      { label: ill.length === 0 ? '' : 'Not well', rows: ill },
      ...groupBy(well, word, state.group === 'origin' ? Object.values(ORIGIN_LABEL) : []),
    ];
  }, [rows, state.q, state.only, state.group]);
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <section aria-label="Indexes">
      <Toolbar
        state={state}
        label="Filter indexes and tables"
        shown={`${count} of ${rows.length} indexes`}
        groupings={[
          { value: 'origin', label: 'origin' },
          { value: 'table', label: 'table' },
          { value: 'story', label: 'story' },
          { value: 'none', label: 'nothing' },
        ]}
      />
      {count === 0 ? (
        <Empty>
          {state.q === '' ? 'Every index that was compared is well.' : 'No index fits the filter.'}
        </Empty>
      ) : (
        <DataTable
          caption="Indexes, expected and observed"
          columns={COLUMNS}
          groups={groups}
          look={{ key: (row) => `${row.table}.${row.name}`, verdict: (row) => row.verdict }}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => <IndexDetail row={row} findings={pick(findings, row.findingKeys)} />}
        />
      )}
    </section>
  );
}
