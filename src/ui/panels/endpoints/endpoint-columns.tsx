import { latencyOf } from '@/shared/latency';
import { contractOf, type RouteRow } from '../../model/endpoints';
import { someOf } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Ribbon } from '../../parts/ribbon';
import { Sparkline } from '../../parts/sparkline';
import type { Column } from '../../parts/table-model';
import { Since } from '../../parts/time';
import { Duration } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { WarmTimes } from './warm-times';

/** What the table of routes shows of each, without opening it. */
export const COLUMNS: Column<RouteRow>[] = [
  {
    id: 'route',
    header: 'Route',
    cell: (row) => <Route row={row} />,
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
    width: '70px',
    from: 'md',
    cell: (row) => (row.history.since === null ? '–' : <Since at={row.history.since} />),
    compare: (a, b) => (a.history.since ?? '').localeCompare(b.history.since ?? ''),
  },
  {
    id: 'runs',
    header: 'Last 50 runs',
    width: '12%',
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
    id: 'percentiles',
    header: 'p50 / p95',
    width: '116px',
    align: 'right',
    from: 'lg',
    cell: (row) => <WarmTimes latency={row.history.latency} />,
    compare: (a, b) => (a.history.latency.warm.p50Ms ?? -1) - (b.history.latency.warm.p50Ms ?? -1),
  },
  {
    id: 'latency',
    header: 'Against budget',
    width: '112px',
    from: 'lg',
    cell: (row) => <Sparkline points={row.history.points} budgetMs={row.budgetMs} label={row.id} />,
  },
  {
    id: 'contract',
    header: 'Contract',
    width: '104px',
    from: 'lg',
    cell: (row) => (
      <span
        title={contractOf(row)}
        className={row.hasContract || row.assertions > 0 ? undefined : 'text-muted'}
      >
        {row.hasContract && row.assertions > 0 ? `body +${row.assertions}` : contractOf(row)}
      </span>
    ),
  },
  {
    id: 'models',
    header: 'Models',
    width: '13%',
    from: 'lg',
    cell: (row) => (
      <Name className="sm:block sm:truncate" title={row.models.join(', ')}>
        {row.models.length === 0 ? '–' : someOf(row.models, 2)}
      </Name>
    ),
  },
];

/** The row says already which route it is. */
function withoutName(reason: string, id: string): string {
  return reason.startsWith(`${id} `) ? reason.slice(id.length + 1) : reason;
}

/** Method, path and name; below it what is wrong, or why it was not asked. */
function Route({ row }: { row: RouteRow }) {
  const name = row.id.slice(`${row.method} ${row.path}`.length).trim();
  return (
    <span className="block min-w-0" title={row.id}>
      <span className="block sm:truncate">
        <Name className="text-muted">{row.method}</Name> <Name>{row.path}</Name>
        {name === '' ? null : <span className="text-muted"> {name}</span>}
        {row.sideEffects === null ? null : (
          <span className="text-muted" title={`It changes something: ${row.sideEffects}`}>
            {' '}
            · writes
          </span>
        )}
      </span>
      {row.verdict === 'pass' || row.reason === null ? null : (
        <span className="block text-muted sm:truncate" title={row.reason}>
          {withoutName(row.reason, row.id)}
        </span>
      )}
    </span>
  );
}
