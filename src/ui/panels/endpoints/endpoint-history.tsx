import { budgetFor } from '@/shared/latency';
import { LatencyChart } from '../../charts/lazy';
import type { RouteRow } from '../../model/endpoints';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Clock } from '../../parts/time';
import { Duration } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { Fact, Facts } from '../page-head';
import { WarmTimes } from './warm-times';

/** The times of a route over the kept runs, and run by run. */
export function EndpointHistoryPart({ row }: { row: RouteRow }) {
  const { latency, bars } = row.history;
  return (
    <section aria-label="History" className="grid gap-1">
      <Facts>
        <Standing row={row} />
        <Fact label="p50 / p95, warm">
          <WarmTimes latency={latency} />
        </Fact>
        {latency.warm.p50Ms === null ? null : <Fact label="of">{plural(latency.warm.samples, 'run')}</Fact>}
        {latency.cold.samples === 0 ? null : (
          <Fact label="first after a start">
            {latency.cold.p50Ms === null ? null : (
              <>
                p50 <Duration ms={latency.cold.p50Ms} />, of{' '}
              </>
            )}
            {plural(latency.cold.samples, 'run')}
          </Fact>
        )}
        {latency.failed === 0 ? null : (
          <Fact label="not as declared">{plural(latency.failed, 'run')}, whose times are left out</Fact>
        )}
      </Facts>
      <Disclosure summary={`History, ${plural(bars.length, 'run')}`}>
        <LatencyChart history={row.history} budgetMs={row.budgetMs} />
        <HistoryTable row={row} />
      </Disclosure>
    </section>
  );
}

const WHEN_ASKED = { pass: 'passed', warn: 'was amber', fail: 'failed' } as const;

/** Since when it answers so, and when it was green last. */
function Standing({ row: { verdict, standing } }: { row: RouteRow }) {
  if (standing === undefined) return null;
  const { since, lastGreenNumber, lastGreenAt } = standing;
  const so = standing.verdict === verdict;
  return (
    <>
      <Fact
        label={so ? 'so since' : `not asked now; when asked last it ${WHEN_ASKED[standing.verdict]}, since`}
      >
        <Clock at={since} />
      </Fact>
      {verdict === 'pass' ? null : (
        <Fact label="last green">
          {lastGreenNumber === null || lastGreenAt === null ? (
            'no green run is known'
          ) : (
            <>
              #{lastGreenNumber}, <Clock at={lastGreenAt} />
            </>
          )}
        </Fact>
      )}
    </>
  );
}

/** The table behind the ribbon and the sparkline, newest first. */
function HistoryTable({ row }: { row: RouteRow }) {
  const { bars, points } = row.history;
  return (
    <table className="w-full max-w-lg border-collapse text-left">
      <caption className="sr-only">The kept runs of this route</caption>
      <thead className="text-muted">
        <tr>
          {['Run', 'Moment', 'State', 'Time', 'Budget'].map((head) => (
            <th
              key={head}
              scope="col"
              className="border-b border-line py-1 font-normal nth-[n+4]:pl-3 nth-[n+4]:text-right"
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bars
          .map((bar, index) => {
            const point = points[index];
            return (
              <tr key={bar.number} className="border-b border-line">
                <td className="py-0.5">#{bar.number}</td>
                <td>
                  <Clock at={bar.startedAt} />
                </td>
                <td>{bar.verdict === null ? 'not measured' : <VerdictMark verdict={bar.verdict} />}</td>
                <td className="pl-3 text-right">
                  {point?.cold ? <span className="text-muted">cold </span> : null}
                  <Duration ms={point?.latencyMs ?? null} />
                </td>
                <td className="pl-3 text-right text-muted">
                  <Duration ms={budgetFor(row, point?.cold ?? false)} />
                </td>
              </tr>
            );
          })
          .reverse()}
      </tbody>
    </table>
  );
}
