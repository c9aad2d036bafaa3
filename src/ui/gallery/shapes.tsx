'use client';
import type { DashboardState } from '@/shared/dashboard';
import { historyOf } from '../model/endpoints';
import { groupBars } from '../model/tiles';
import { TableTable } from '../panels/database/table-table';
import { NoRun } from '../panels/no-run';
import { Waiting } from '../panels/waiting';
import { Disclosure } from '../parts/disclosure';
import { Ribbon } from '../parts/ribbon';
import { Banner, Empty, Unmeasured } from '../parts/small';
import { Sparkline } from '../parts/sparkline';
import type { RowsByKind } from '../queries/rows';
import { Specimen } from './specimen';

/** Charts, tables, and what stands where there is nothing to show. */
export function Shapes({ state, rows }: { state: DashboardState; rows: RowsByKind }) {
  const { latest, runs } = state;
  const history = historyOf(
    { id: 'GET /api/analytics/struggle-predictions', budgetMs: 80, coldBudgetMs: null },
    runs,
  );
  return (
    <>
      <Specimen title="Ribbon and sparkline">
        <div className="grid max-w-xl gap-3">
          <Ribbon bars={groupBars(runs, ['client'])} label="Client" />
          <Ribbon bars={[]} label="Without a run" />
          <Sparkline points={history.points} budgetMs={80} label="Close to its budget" />
          <Sparkline
            points={[null, 0.15, null].map((share) => ({ share, cold: false }))}
            budgetMs={80}
            label="One run"
          />
        </div>
      </Specimen>
      <Specimen title="Nothing to show, in five ways">
        <Empty>No table fits the filter.</Empty>
        <Unmeasured what="Tables were" reasons={['The database refuses the connection (ECONNREFUSED).']} />
        <Waiting />
        <Banner verdict="warn">
          <strong>Demo in force:</strong> stale-client.
        </Banner>
        <Disclosure summary="Folded">What was folded</Disclosure>
        {latest === null ? <NoRun /> : null}
      </Specimen>
      {latest === null || rows.tables === undefined ? null : (
        <Specimen title="Table">
          <TableTable
            rows={rows.tables}
            report={latest.report}
            run={latest.number}
            unread={latest.details.unread}
          />
        </Specimen>
      )}
    </>
  );
}
