'use client';
import { useCallback, useDeferredValue, useMemo } from 'react';
import type { RepairPlan } from '@/shared/rehearsal';
import type { Report } from '@/shared/report';
import { findingsByKey } from '../../model/findings';
import { gravity, hazardsOf, lockOf } from '../../model/hazards';
import { Button } from '../../parts/button';
import { useCopy } from '../../parts/copy';
import { countOf, plural } from '../../parts/format';
import { HazardMark } from '../../parts/hazard-mark';
import { Empty, Heading, Unmeasured } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { type Column, filterOf } from '../../parts/table-model';
import { Fact, Facts } from '../page-head';
import { StatementBox } from '../repair-statements';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { Accepts, OtherMeans, RepairedFindings } from './repair-parts';

export type Numbered = RepairPlan['statements'][number] & { place: number };

const COLUMNS: Column<Numbered>[] = [
  {
    id: 'statement',
    header: 'Statement',
    cell: (row) => (
      <span className="flex min-w-0 gap-2">
        <span className="w-6 shrink-0 text-right text-muted">{row.place}</span>
        <code className="line-clamp-2 min-w-0">{row.sql}</code>
      </span>
    ),
  },
  {
    id: 'phase',
    header: 'Phase',
    width: '116px',
    from: 'lg',
    cell: (row) => <span className="text-muted">{row.phase}</span>,
  },
  {
    id: 'lock',
    header: 'Lock',
    width: '248px',
    cell: (row) => (
      <>
        <HazardMark hazard={lockOf(row)} />
        {row.lockedTable === null ? null : (
          <code className="block text-muted sm:truncate sm:pl-3.5">{row.lockedTable}</code>
        )}
      </>
    ),
  },
  {
    id: 'hazards',
    header: 'Hazards',
    width: '180px',
    cell: (row) => {
      const hazards = hazardsOf(row);
      return hazards.length === 0 ? (
        <span className="text-muted">none</span>
      ) : (
        <span className="inline-flex flex-col items-start max-sm:flex-row max-sm:flex-wrap max-sm:gap-x-3">
          {hazards.map((hazard) => (
            <HazardMark key={hazard.id} hazard={hazard} />
          ))}
        </span>
      );
    },
  },
  {
    id: 'repairs',
    header: 'Repairs',
    width: '76px',
    align: 'right',
    from: 'md',
    cell: (row) => countOf(row.findingKeys.length),
  },
];

const LOOK = { key: (row: Numbered) => String(row.place), verdict: gravity };

/** All repairs of a run as one ordered script, with what each statement does to a database in use. */
export function RepairView({ report }: { report: Report }) {
  const plan = report.repair;
  const state = useTableState(['none']);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const filter = useMemo(() => {
    const rows = (plan?.statements ?? []).map(
      (statement, index): Numbered => ({ ...statement, place: index + 1 }),
    );
    return filterOf(rows, (row) => [row.sql, row.phase, row.lock, ...row.findingKeys]);
  }, [plan]);
  const q = useDeferredValue(state.q);
  const groups = useMemo(() => {
    const grave = (row: Numbered) => gravity(row) !== 'skipped';
    return [{ label: '', rows: filter(q).filter((row) => state.only === 'all' || grave(row)) }];
  }, [filter, q, state.only]);
  const detail = useCallback(
    (row: Numbered) => (
      <div className="grid gap-3">
        <StatementBox statement={row} />
        <RepairedFindings keys={row.findingKeys} findings={findings} />
      </div>
    ),
    [findings],
  );
  if (plan === null) {
    return <Unmeasured what="The repairs of all findings together were" reasons={[]} />;
  }
  const unknown = report.checks.filter(
    ({ verdict, group }) =>
      verdict === 'unknown' && ['environment', 'schema', 'migrations', 'indexes'].includes(group),
  ).length;
  const blind =
    unknown === 0
      ? ''
      : ` ${plural(unknown, 'check')} could not be made, so more may be needed than is known here.`;
  const shown = groups[0]?.rows.length ?? 0;
  return (
    <section aria-label="Repair" className="grid gap-5">
      {plan.statements.length === 0 ? (
        <Empty>No finding of this run is repaired by SQL.{blind}</Empty>
      ) : (
        <div>
          <Heading
            note={`They run in this order.${blind}`}
            action={<CopyAll script={plan.script} count={plan.statements.length} />}
          >
            {plural(plan.statements.length, 'statement')}
          </Heading>
          <div className="pb-2">
            <Totals plan={plan} />
          </div>
          <Toolbar
            state={state}
            label="Filter statements"
            narrow="Only what holds up others or may lose data"
            shown={`${countOf(shown)} of ${plural(plan.statements.length, 'statement')}`}
            groupings={[]}
          />
          {shown === 0 ? (
            <Empty>
              {q === '' ? 'No statement holds up others or may lose data.' : 'No statement fits the filter.'}
            </Empty>
          ) : (
            <DataTable
              caption="Repair statements in the order in which they run"
              columns={COLUMNS}
              groups={groups}
              look={LOOK}
              sort=""
              onSort={state.setSort}
              open={state.open}
              onOpen={state.setOpen}
              detail={detail}
            />
          )}
        </div>
      )}
      <OtherMeans plan={plan} findings={findings} />
      <Accepts findings={findings} />
    </section>
  );
}

function Totals({ plan }: { plan: RepairPlan }) {
  const count = (test: (row: RepairPlan['statements'][number]) => boolean) =>
    countOf(plan.statements.filter(test).length);
  return (
    <Facts>
      <Fact label="block reads and writes">{count(({ lock }) => lock === 'ACCESS EXCLUSIVE')}</Fact>
      <Fact label="rewrite a table">{count(({ rewrites }) => rewrites)}</Fact>
      <Fact label="scan a table">{count(({ scans }) => scans)}</Fact>
      <Fact label="may lose data">{count(({ dataLoss }) => dataLoss === 'possible')}</Fact>
      <Fact label="lose data">{count(({ dataLoss }) => dataLoss === 'certain')}</Fact>
      <Fact label="outside a transaction">{count(({ transaction }) => transaction === 'outside')}</Fact>
    </Facts>
  );
}

function CopyAll({ script, count }: { script: string; count: number }) {
  const { state, copy } = useCopy();
  return (
    <Button onClick={() => copy(script)}>
      {state === 'copied'
        ? 'Copied'
        : state === 'refused'
          ? 'The browser refused to copy'
          : count === 1
            ? 'Copy the script'
            : `Copy all ${countOf(count)} as a script`}
    </Button>
  );
}
