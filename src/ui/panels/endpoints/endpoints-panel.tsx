'use client';
import type { EndpointRow } from '@/shared/details';
import { latencyOfRun } from '@/shared/latency';
import { reasonsFor } from '../../model/findings';
import { untestedOf } from '../../model/untested';
import { plural } from '../../parts/format';
import { Empty, Unmeasured } from '../../parts/small';
import { Duration, NotMeasured } from '../../parts/units';
import { useDashboard } from '../../queries/state';
import { NoRun, UntestedRoutes } from '../lazy';
import { Fact, Facts, PageHead } from '../page-head';
import { EndpointTable } from './endpoint-table';

/** A row a route, failures first; then the routes of the code that nobody tests. */
export function EndpointsPanel() {
  const { latest, runs } = useDashboard();
  if (latest === null) return <NoRun />;
  const { report, details } = latest;
  const { endpoints } = report.summary;
  const rows = details.endpoints;
  const untested = untestedOf(report);
  return (
    <>
      <PageHead title="Endpoints" report={report} groups={['endpoints']}>
        <Facts>
          <Fact label="pass">
            {endpoints === null ? <NotMeasured worded /> : `${endpoints.passing} of ${endpoints.declared}`}
          </Fact>
          <TimesOfRun rows={rows ?? []} />
          <NotAsked rows={rows ?? []} />
          {untested === null || untested.undeclared.length === 0 ? null : (
            <Fact label="in the code and untested">{plural(untested.undeclared.length, 'route')}</Fact>
          )}
        </Facts>
      </PageHead>
      {rows === null ? (
        <Unmeasured what="Endpoints were" reasons={reasonsFor(report, ['endpoints'])} />
      ) : rows.length === 0 ? (
        <Empty>The manifest declares no route.</Empty>
      ) : (
        <EndpointTable rows={rows} runs={runs} report={report} />
      )}
      {untested === null ? null : <UntestedRoutes untested={untested} />}
    </>
  );
}

/** The times of this run, over its routes. */
function TimesOfRun({ rows }: { rows: readonly EndpointRow[] }) {
  const { samples, cold, p50Ms, p95Ms } = latencyOfRun(rows);
  return (
    <>
      <Fact label="median">
        <Duration ms={p50Ms} />
      </Fact>
      <Fact label="p95">
        <Duration ms={p95Ms} />
      </Fact>
      <Fact label="over">
        {plural(samples, 'warm answer')}
        {cold === 0 ? '' : `; ${plural(cold, 'cold one')} apart`}
      </Fact>
    </>
  );
}

function NotAsked({ rows }: { rows: readonly EndpointRow[] }) {
  const count = (verdict: EndpointRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  const [unknown, skipped] = [count('unknown'), count('skipped')];
  if (unknown + skipped === 0) return null;
  const parts = [unknown === 0 ? [] : `${unknown} unknown`, skipped === 0 ? [] : `${skipped} skipped`].flat();
  return <Fact label="not asked">{parts.join(', ')}</Fact>;
}
