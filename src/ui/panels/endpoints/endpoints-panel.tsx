'use client';
import { failuresFirst, latencyOf } from '../../model/endpoints';
import { reasonsFor } from '../../model/findings';
import { percentile } from '../../model/tiles';
import { Empty, Unmeasured } from '../../parts/small';
import { Duration, NotMeasured } from '../../parts/units';
import { useDashboard } from '../../queries/state';
import { NoRun } from '../lazy';
import { Fact, Facts, PageHead } from '../page-head';
import { EndpointTable } from './endpoint-table';

/** A row a route, failures first. */
export function EndpointsPanel() {
  const { latest, runs } = useDashboard();
  if (latest === null) return <NoRun />;
  const { report, details } = latest;
  const { endpoints } = report.summary;
  const rows = details.endpoints;
  const latencies = (rows ?? []).flatMap((row) => latencyOf(row) ?? []);
  return (
    <>
      <PageHead title="Endpoints" report={report} groups={['endpoints']}>
        <Facts>
          <Fact label="pass">
            {endpoints === null ? <NotMeasured worded /> : `${endpoints.passing} of ${endpoints.declared}`}
          </Fact>
          <Fact label="median">
            <Duration ms={percentile(latencies, 0.5)} />
          </Fact>
          <Fact label="p95">
            <Duration ms={percentile(latencies, 0.95)} />
          </Fact>
        </Facts>
      </PageHead>
      {rows === null ? (
        <Unmeasured what="Endpoints were" reasons={reasonsFor(report, ['endpoints'])} />
      ) : rows.length === 0 ? (
        <Empty>The manifest declares no route.</Empty>
      ) : (
        <EndpointTable rows={failuresFirst(rows)} runs={runs} report={report} />
      )}
    </>
  );
}
