'use client';
import { reasonsFor } from '../../model/findings';
import { Unmeasured } from '../../parts/small';
import { TabSet } from '../../parts/tabs';
import { NotMeasured } from '../../parts/units';
import { useDashboard } from '../../queries/state';
import { changeQuery, useAddress } from '../address';
import { EnumTable, MigrationTable, NoRun } from '../lazy';
import { Fact, Facts, PageHead } from '../page-head';
import { TableTable } from './table-table';

const VIEWS = ['tables', 'enums', 'migrations'] as const;

/** Tables, enums and migrations: expected and observed side by side. */
export function DatabasePanel() {
  const { latest } = useDashboard();
  const { read, write } = useAddress();
  const view = VIEWS.find((each) => each === read('view')) ?? 'tables';
  if (latest === null) return <NoRun />;
  const { report, details } = latest;
  const { tables, enums } = report.summary;
  const reasons = reasonsFor(report, ['environment', 'schema', 'migrations']);
  const or = <T,>(part: T | null, what: string, view: (part: T) => React.ReactNode) =>
    part === null ? <Unmeasured what={what} reasons={reasons} /> : view(part);
  return (
    <>
      <PageHead title="Database" report={report} groups={['environment', 'schema', 'migrations']}>
        <Facts>
          <Fact label="tables">
            {tables === null ? <NotMeasured worded /> : `${tables.observed} of ${tables.expected}`}
          </Fact>
          <Fact label="enums">
            {enums === null ? <NotMeasured worded /> : `${enums.observed} of ${enums.expected}`}
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
        </Facts>
      </PageHead>
      <TabSet
        label="Parts of the database"
        value={view}
        href={(id) => changeQuery('', { view: id })}
        onChange={(id) => write({ view: id, open: null, sort: null, q: null })}
        tabs={[
          {
            id: 'tables',
            label: `Tables ${details.tables?.length ?? ''}`,
            content: () =>
              or(details.tables, 'Tables were', (rows) => <TableTable rows={rows} report={report} />),
          },
          {
            id: 'enums',
            label: `Enums ${details.enums?.length ?? ''}`,
            content: () =>
              or(details.enums, 'Enums were', (rows) => <EnumTable rows={rows} report={report} />),
          },
          {
            id: 'migrations',
            label: `Migrations ${details.migrations?.length ?? ''}`,
            content: () =>
              or(details.migrations, 'Migrations were', (rows) => (
                <MigrationTable rows={rows} report={report} diagnosis={details.engineDiagnosis} />
              )),
          },
        ]}
      />
    </>
  );
}
