'use client';
import { useDeferredValue, useMemo } from 'react';
import type { RunDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import type { IndexRow } from '@/shared/rows';
import { findingsByKey, pick } from '../../model/findings';
import { storyLabel } from '../../model/stories';
import { countOf } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { PartBar } from '../../parts/share-bar';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { byText, type Column, filterOf, groupBy } from '../../parts/table-model';
import { Ago } from '../../parts/time';
import { Bytes, Count } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { IndexDetail } from '../lazy';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { Counted } from './counted';

/** @param most the scans of the index that is used most: each bar is drawn against it */
const columnsFor = (most: number): Column<IndexRow>[] => [
  {
    id: 'name',
    header: 'Index',
    width: '32%',
    cell: (row) => <Name className="sm:truncate">{row.name}</Name>,
    compare: (a, b) => byText(a.name, b.name),
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
    cell: (row) => row.database,
  },
  {
    id: 'columns',
    header: 'Definition',
    from: 'md',
    cell: (row) => <Name className="sm:block sm:truncate">{row.text}</Name>,
  },
  { id: 'origin', header: 'Origin', width: '104px', from: 'lg', cell: (row) => row.origin },
  {
    id: 'scans',
    header: 'Scans',
    width: '124px',
    align: 'right',
    cell: (row) => (row.database === 'missing' ? '–' : <Use scans={row.scans} most={most} />),
    compare: (a, b) => (a.scans ?? -1) - (b.scans ?? -1),
  },
  {
    id: 'last',
    header: 'Last scan',
    width: '84px',
    align: 'right',
    from: 'lg',
    cell: (row) => (row.lastScanAt === null ? '–' : <Ago at={row.lastScanAt} />),
    compare: (a, b) => byText(a.lastScanAt ?? '', b.lastScanAt ?? ''),
  },
  {
    id: 'size',
    header: 'Size',
    width: '84px',
    align: 'right',
    cell: (row) => (row.database === 'missing' ? '–' : <Bytes bytes={row.sizeBytes} />),
    compare: (a, b) => (a.sizeBytes ?? -1) - (b.sizeBytes ?? -1),
  },
  {
    id: 'writes',
    header: 'Writes a day',
    width: '100px',
    align: 'right',
    from: 'lg',
    cell: (row) => (row.writesADay === null ? '–' : <Count value={row.writesADay} />),
    compare: (a, b) => (a.writesADay ?? -1) - (b.writesADay ?? -1),
  },
];

/** A bar of use: by orders of magnitude, since the most used index has thousands of times the scans of others. */
function Use({ scans, most }: { scans: number | null; most: number }) {
  if (scans === null) return <Count value={null} />;
  return (
    <span className="inline-flex items-center gap-2">
      <span className="w-10">
        <PartBar percent={most === 0 ? 0 : (Math.log1p(scans) / Math.log1p(most)) * 100} />
      </span>
      <Count value={scans} />
    </span>
  );
}

const GROUPINGS = ['origin', 'table', 'story', 'none'] as const;
const ORIGIN_LABEL = {
  strategic: 'Strategic, by a migration',
  declared: 'Declared in schema.prisma',
  'not declared': 'Not declared anywhere',
};

const LOOK = {
  // One that nobody declares may bear the name of one that is declared.
  key: (row: IndexRow) => `${row.table}.${row.name}${row.origin === 'not declared' ? ' (not declared)' : ''}`,
  verdict: (row: IndexRow) => row.verdict,
};
const isIll = ({ verdict }: IndexRow) => verdict !== 'pass' && verdict !== 'skipped';

/** All indexes that one of the two sides has; what is missing or invalid first. */
export function IndexTable({
  rows,
  report,
  run,
  usage,
}: {
  rows: readonly IndexRow[];
  report: Report;
  run: number;
  usage: RunDetails['usage'];
}) {
  const state = useTableState(GROUPINGS);
  const columns = useMemo(
    () => columnsFor(rows.reduce((most, { scans }) => Math.max(most, scans ?? 0), 0)),
    [rows],
  );
  const findings = useMemo(() => findingsByKey(report), [report]);
  const filter = useMemo(() => {
    const sorted = [...rows].sort((a, b) => byVerdict(a.verdict, b.verdict) || byText(a.table, b.table));
    return filterOf(sorted, (row) => [row.name, row.table, row.story, row.verdict, row.text]);
  }, [rows]);
  const q = useDeferredValue(state.q);
  const groups = useMemo(() => {
    const found = filter(q);
    const shown = state.only === 'all' ? found : found.filter(isIll);
    if (state.group === 'none') return [{ label: '', rows: shown }];
    const ill = shown.filter(isIll);
    const well = ill.length === 0 ? shown : shown.filter((row) => !isIll(row));
    const word = {
      origin: (row: IndexRow) => ORIGIN_LABEL[row.origin],
      table: (row: IndexRow) => row.table,
      story: (row: IndexRow) => storyLabel(row.story),
    }[state.group];
    return [
      { label: ill.length === 0 ? '' : 'Not well', rows: ill },
      ...groupBy(well, word, state.group === 'origin' ? Object.values(ORIGIN_LABEL) : []),
    ];
  }, [filter, q, state.only, state.group]);
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <section aria-label="Indexes">
      <p className="pb-2 text-muted">
        <Counted usage={usage} />
      </p>
      <Toolbar
        state={state}
        label="Filter indexes and tables"
        shown={`${countOf(count)} of ${countOf(rows.length)} indexes`}
        groupings={[
          { value: 'origin', label: 'origin' },
          { value: 'table', label: 'table' },
          { value: 'story', label: 'story' },
          { value: 'none', label: 'nothing' },
        ]}
      />
      {rows.length === 0 ? (
        <Empty>Neither the schema nor the database has an index.</Empty>
      ) : count === 0 ? (
        <Empty>{q === '' ? 'Every index that was compared is well.' : 'No index fits the filter.'}</Empty>
      ) : (
        <DataTable
          caption="Indexes, expected and observed"
          columns={columns}
          groups={groups}
          look={LOOK}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => <IndexDetail row={row} findings={pick(findings, row.findingKeys)} run={run} />}
        />
      )}
    </section>
  );
}
