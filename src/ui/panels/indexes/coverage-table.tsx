'use client';
import Link from 'next/link';
import { useDeferredValue, useMemo } from 'react';
import type { IndexCoverage, Share, StoryCoverage, TableCoverage } from '@/shared/coverage';
import type { Verdict } from '@/shared/verdict';
import {
  COVERAGE_KINDS,
  COVERAGE_WORDS,
  type CoverageKind,
  partOf,
  shareVerdict,
} from '../../model/coverage';
import { storyLabel, storyOrder } from '../../model/stories';
import { countOf, plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { ShareBar } from '../../parts/share-bar';
import { Empty, Heading } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { byText, type Column, filterOf, groupBy } from '../../parts/table-model';
import { NotMeasured } from '../../parts/units';
import { byVerdict, worstOf } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';

function verdictOf(row: IndexCoverage): Verdict {
  const told = COVERAGE_KINDS.map((kind) => shareVerdict(row[kind])).filter(
    (each) => each === 'warn' || each === 'pass',
  );
  return told.length === 0 ? 'unknown' : worstOf(told);
}

/** `12 of 13` with its bar; nothing to cover is a dash, not measured is hatched. */
function Covered({ share }: { share: Share | null }) {
  if (share === null) return <NotMeasured />;
  if (share.of === 0) return <span className="text-muted">–</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <span className="w-10">
        <ShareBar share={share} />
      </span>
      <span className="whitespace-nowrap">
        {countOf(share.have)} <span className="text-muted">of {countOf(share.of)}</span>
      </span>
    </span>
  );
}

const figures = <Row extends IndexCoverage>() =>
  COVERAGE_KINDS.map((kind) => ({
    id: kind,
    header: COVERAGE_WORDS[kind].title,
    width: '128px',
    cell: (row: Row) => <Covered share={row[kind]} />,
    compare: byPart<Row>(kind),
  }));

const byPart =
  <Row extends IndexCoverage>(kind: CoverageKind) =>
  (a: Row, b: Row) =>
    (partOf(a[kind]) ?? 2) - (partOf(b[kind]) ?? 2);

const STORY_COLUMNS: PlainColumn<StoryCoverage>[] = [
  { id: 'story', header: 'Story', cell: (row) => storyLabel(row.story) },
  { id: 'state', header: 'State', cell: (row) => <VerdictMark verdict={verdictOf(row)} /> },
  ...figures<StoryCoverage>(),
];

const COLUMNS: Column<TableCoverage>[] = [
  {
    id: 'table',
    header: 'Table',
    cell: (row) => <Name className="sm:truncate">{row.table}</Name>,
    compare: (a, b) => byText(a.table, b.table),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    cell: (row) => <VerdictMark verdict={verdictOf(row)} />,
    compare: (a, b) => byVerdict(verdictOf(a), verdictOf(b)),
  },
  ...figures<TableCoverage>(),
];

const STORY_LOOK = { key: (row: StoryCoverage) => row.story ?? 'none', verdict: verdictOf };
const LOOK = { key: (row: TableCoverage) => `${row.schema}.${row.table}`, verdict: verdictOf };
const GROUPINGS = ['story', 'none'] as const;

/** Coverage story by story, and table by table; what lacks something first. */
export function CoverageTable({
  rows,
  stories,
}: {
  rows: readonly TableCoverage[];
  stories: readonly StoryCoverage[];
}) {
  const state = useTableState(GROUPINGS);
  const filter = useMemo(() => {
    const sorted = [...rows].sort((a, b) => byVerdict(verdictOf(a), verdictOf(b)));
    return filterOf(sorted, (row) => [row.table, row.story]);
  }, [rows]);
  const q = useDeferredValue(state.q);
  const found = filter(q);
  const shown = state.only === 'all' ? found : found.filter((row) => verdictOf(row) !== 'pass');
  if (rows.length === 0) return <Empty>No table has anything that indexes could cover.</Empty>;
  const order = [...stories]
    .sort((a, b) => byText(storyOrder(a.story), storyOrder(b.story)))
    .map(({ story }) => storyLabel(story));
  return (
    <>
      <section aria-label="Coverage by story" className="pb-6">
        <Heading>By story</Heading>
        <Plain caption="Coverage by story" columns={STORY_COLUMNS} rows={stories} look={STORY_LOOK} />
      </section>
      <section aria-label="Coverage by table">
        <Heading>By table</Heading>
        <Toolbar
          state={state}
          label="Filter tables and stories"
          shown={`${countOf(shown.length)} of ${plural(rows.length, 'table')}`}
          groupings={[
            { value: 'story', label: 'story' },
            { value: 'none', label: 'nothing' },
          ]}
          narrow="Only what lacks something"
        />
        {shown.length === 0 ? (
          <Empty>{q === '' ? 'No table lacks anything.' : 'No table fits the filter.'}</Empty>
        ) : (
          <DataTable
            caption="Coverage by table"
            columns={COLUMNS}
            groups={
              state.group === 'none'
                ? [{ label: '', rows: shown }]
                : groupBy(shown, (row) => storyLabel(row.story), order)
            }
            look={LOOK}
            sort={state.sort}
            onSort={state.setSort}
            open={state.open}
            onOpen={state.setOpen}
            detail={(row) => <OfTable row={row} />}
          />
        )}
      </section>
    </>
  );
}

/** Where to look further. */
function OfTable({ row: { schema, table } }: { row: TableCoverage }) {
  const link = 'text-accent underline underline-offset-4';
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-1">
      <Link className={link} href={`/indexes?view=all&group=none&q=${encodeURIComponent(table)}`}>
        Its indexes
      </Link>
      <Link className={link} href={`/indexes?view=queries&q=${encodeURIComponent(table)}`}>
        Its queries
      </Link>
      <Link className={link} href={`/database?open=${encodeURIComponent(`${schema}.${table}`)}`}>
        The table
      </Link>
    </p>
  );
}
