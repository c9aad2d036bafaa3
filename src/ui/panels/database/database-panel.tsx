'use client';
import type { RunRecord } from '@/shared/details';
import { reasonsFor } from '../../model/findings';
import { verdictNow } from '../../model/rehearsal';
import { countOf } from '../../parts/format';
import { Unmeasured } from '../../parts/small';
import { TabSet } from '../../parts/tabs';
import { NotMeasured } from '../../parts/units';
import { type RowsByKind, SeedRows } from '../../queries/rows';
import { useDashboard } from '../../queries/state';
import { changeQuery, useAddress } from '../address';
import { Fetched } from '../fetched';
import { JobPanel } from '../job-panel';
import { EnumTable, MigrationTable, NoRun, OtherTable, RehearsalView, RepairView } from '../lazy';
import { Fact, Facts, PageHead } from '../page-head';
import { TableTable } from './table-table';

const VIEWS = ['tables', 'enums', 'others', 'migrations', 'repair', 'rehearsal'] as const;

/** What the database is like on the three sides, what repairs it, and the repair tried on a copy. */
export function DatabasePanel({ seed }: { seed: { number: number; rows: RowsByKind } | null }) {
  const { latest } = useDashboard();
  return latest === null ? (
    <NoRun />
  ) : (
    <SeedRows.Provider value={seed}>
      <Views record={latest} />
    </SeedRows.Provider>
  );
}

function Views({ record }: { record: RunRecord }) {
  const { rehearsal } = useDashboard();
  const { read, write } = useAddress();
  const view = VIEWS.find((each) => each === read('view')) ?? 'tables';
  const { report, details, number } = record;
  const { counts, unread } = details;
  const rehearsed = rehearsal === null ? null : verdictNow(rehearsal, report.runId);
  const { tables, enums } = report.summary;
  const label = (name: string, count: number | null) => (count === null ? name : `${name} ${countOf(count)}`);
  return (
    <>
      <PageHead title="Database" report={report} groups={['environment', 'schema', 'migrations']}>
        <Facts>
          <Fact label="tables">
            {tables === null ? (
              <NotMeasured worded />
            ) : (
              `${countOf(tables.observed)} of ${countOf(tables.expected)}`
            )}
          </Fact>
          <Fact label="enums">
            {enums === null ? (
              <NotMeasured worded />
            ) : (
              `${countOf(enums.observed)} of ${countOf(enums.expected)}`
            )}
          </Fact>
          <Fact label="server">
            {details.server === null ? (
              <NotMeasured worded />
            ) : (
              <>
                PostgreSQL {details.server.version}, <code>{details.server.database}</code>
              </>
            )}
          </Fact>
          <Fact label="migrations">
            {unread.migrations === null ? (
              `replayed on ${details.replayedOn ?? 'a shadow server'}`
            ) : (
              <NotReplayed reason={unread.migrations} />
            )}
          </Fact>
        </Facts>
      </PageHead>
      <TabSet
        label="Parts of the database"
        value={view}
        href={(id) => changeQuery('', { view: id })}
        onChange={(id) => write({ view: id, open: null, sort: null, q: null, only: null, group: null })}
        tabs={[
          {
            id: 'tables',
            label: label('Tables', counts.tables),
            content: () => (
              <Fetched
                key="tables"
                record={record}
                kind="tables"
                what="Tables"
                groups={['environment', 'schema']}
              >
                {(rows, run) => <TableTable rows={rows} report={report} run={run} unread={unread} />}
              </Fetched>
            ),
          },
          {
            id: 'enums',
            label: label('Enums', counts.enums),
            content: () => (
              <Fetched
                key="enums"
                record={record}
                kind="enums"
                what="Enums"
                groups={['environment', 'schema']}
              >
                {(rows) => <EnumTable rows={rows} report={report} unread={unread} />}
              </Fetched>
            ),
          },
          {
            id: 'others',
            label: label('Other objects', counts.others),
            content: () => (
              <Fetched
                key="others"
                record={record}
                kind="others"
                what="Views, sequences and extensions"
                groups={['environment', 'schema']}
              >
                {(rows, run) => <OtherTable rows={rows} report={report} run={run} unread={unread} />}
              </Fetched>
            ),
          },
          {
            id: 'migrations',
            label: label('Migrations', details.migrations?.length ?? null),
            content: () =>
              details.migrations === null ? (
                <Unmeasured
                  what="Migrations were"
                  reasons={reasonsFor(report, ['environment', 'migrations'])}
                />
              ) : (
                <MigrationTable
                  rows={details.migrations}
                  report={report}
                  diagnosis={details.engineDiagnosis}
                />
              ),
          },
          {
            id: 'repair',
            label: label('Repair', report.repair?.statements.length ?? null),
            content: () => <RepairView key={number} report={report} />,
          },
          {
            id: 'rehearsal',
            label: rehearsed === null ? 'Rehearsal' : `Rehearsal: ${rehearsed.word}`,
            content: () => <RehearsalView job={<JobPanel kinds={['rehearse']} />} />,
          },
        ]}
      />
    </>
  );
}

function NotReplayed({ reason }: { reason: string }) {
  return (
    <span title={reason} className="inline-flex items-baseline gap-1.5 text-muted">
      <span aria-hidden="true" className="hatched inline-block h-2.5 w-5 border border-line-strong" />
      not replayed
    </span>
  );
}
