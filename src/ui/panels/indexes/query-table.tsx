'use client';
import { useDeferredValue, useMemo } from 'react';
import type { RunDetails, RunRecord } from '@/shared/details';
import type { Report } from '@/shared/report';
import type { QueryRow } from '@/shared/rows';
import { findingsByKey, pick } from '../../model/findings';
import { ORIGINS } from '../../model/query-origin';
import { storyLabel } from '../../model/stories';
import { countOf, plural, someOf } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { byText, type Column, filterOf, groupBy } from '../../parts/table-model';
import { Count, Duration } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { Fetched } from '../fetched';
import { QueryDetail } from '../lazy';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';

const COLUMNS: Column<QueryRow>[] = [
  {
    id: 'query',
    header: 'Query',
    cell: (row) => <QueryName row={row} />,
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
    id: 'routes',
    header: 'Routes',
    width: '22%',
    from: 'md',
    cell: (row) => (
      <span className="sm:block sm:truncate" title={row.endpoints.join(', ')}>
        {row.endpoints.length === 0 ? '–' : someOf(row.endpoints, 2)}
      </span>
    ),
  },
  {
    id: 'tables',
    header: 'Tables',
    width: '16%',
    from: 'lg',
    cell: (row) => (
      <Name className="sm:block sm:truncate" title={row.tables.join(', ')}>
        {row.tables.length === 0 ? '–' : someOf(row.tables, 2)}
      </Name>
    ),
  },
  {
    id: 'calls',
    header: 'Calls',
    width: '76px',
    align: 'right',
    from: 'lg',
    cell: (row) => (row.calls === null ? '–' : <Count value={row.calls} />),
    compare: (a, b) => (a.calls ?? -1) - (b.calls ?? -1),
  },
  {
    id: 'mean',
    header: 'Mean',
    width: '76px',
    align: 'right',
    from: 'lg',
    cell: (row) => (row.meanMs === null ? '–' : <Duration ms={row.meanMs} />),
    compare: (a, b) => (a.meanMs ?? -1) - (b.meanMs ?? -1),
  },
  {
    id: 'cost',
    header: 'Cost',
    width: '84px',
    align: 'right',
    cell: (row) => <Count value={row.cost} />,
    compare: (a, b) => (a.cost ?? -1) - (b.cost ?? -1),
  },
];

function QueryName({ row }: { row: QueryRow }) {
  return (
    <span className="block min-w-0" title={row.text}>
      <span className="block sm:truncate">{row.name}</span>
      {row.reason === null ? null : <span className="block text-muted sm:truncate">{row.reason}</span>}
    </span>
  );
}

const GROUPINGS = ['none', 'story', 'origin'] as const;
const LOOK = { key: (row: QueryRow) => row.id, verdict: (row: QueryRow) => row.verdict };
const isIll = ({ verdict }: QueryRow) => verdict !== 'pass' && verdict !== 'skipped';

/** The queries of the application with what the planner makes of them; those with an objection first. */
export function QueryTable({ record, sources }: { record: RunRecord; sources: RunDetails['querySources'] }) {
  return (
    <section aria-label="Queries">
      <p className="pb-2 text-muted">
        Planned with EXPLAIN as the database stands now, and never executed: a cost is the planner’s estimate,
        not a time.
      </p>
      <Sources sources={sources} />
      <Fetched
        record={record}
        kind="queries"
        what="Queries"
        groups={['indexes']}
        reasons={sources.reason === null ? undefined : [sources.reason]}
      >
        {(rows, run) =>
          rows.length === 0 ? (
            <Empty>No source gave a query.</Empty>
          ) : (
            <Rows rows={rows} report={record.report} run={run} />
          )
        }
      </Fetched>
    </section>
  );
}

/** How many queries each source gave, or why it gave none. */
function Sources({ sources }: { sources: RunDetails['querySources'] }) {
  if (sources.value === null) return null;
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 pb-3">
      {sources.value.map(({ origin, queries, reason }) => (
        <li key={origin} className="min-w-0">
          <span className="text-muted">from {ORIGINS[origin]}: </span>
          {queries === null ? 'none' : plural(queries, 'query', 'queries')}
          {reason === null ? null : <span className="text-muted"> ({reason})</span>}
        </li>
      ))}
    </ul>
  );
}

function Rows({ rows, report, run }: { rows: readonly QueryRow[]; report: Report; run: number }) {
  const state = useTableState(GROUPINGS);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const filter = useMemo(() => {
    const sorted = [...rows].sort((a, b) => byVerdict(a.verdict, b.verdict));
    return filterOf(sorted, (row) => [
      row.name,
      row.text,
      row.story,
      row.verdict,
      row.tables.join(' '),
      row.endpoints.join(' '),
    ]);
  }, [rows]);
  const q = useDeferredValue(state.q);
  const found = filter(q);
  const shown = state.only === 'all' ? found : found.filter(isIll);
  const word = {
    none: () => '',
    story: (row: QueryRow) => storyLabel(row.story),
    origin: (row: QueryRow) => `From ${ORIGINS[row.origin]}`,
  }[state.group];
  return (
    <>
      <Toolbar
        state={state}
        label="Filter queries, routes and tables"
        shown={`${countOf(shown.length)} of ${plural(rows.length, 'query', 'queries')}`}
        groupings={[
          { value: 'none', label: 'nothing' },
          { value: 'story', label: 'story' },
          { value: 'origin', label: 'origin' },
        ]}
      />
      {shown.length === 0 ? (
        <Empty>{q === '' ? 'Nothing is said against any query.' : 'No query fits the filter.'}</Empty>
      ) : (
        <DataTable
          caption="Queries with their plans"
          columns={COLUMNS}
          groups={groupBy(shown, word)}
          look={LOOK}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => <QueryDetail row={row} findings={pick(findings, row.findingKeys)} run={run} />}
        />
      )}
    </>
  );
}
