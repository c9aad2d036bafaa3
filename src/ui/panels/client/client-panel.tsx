'use client';
import { reasonsFor } from '../../model/findings';
import { useDashboard } from '../../queries/state';
import { Actions } from '../actions';
import { JobPanel } from '../job-panel';
import { ApplicationTypes, NoRun } from '../lazy';
import { PageHead } from '../page-head';
import { ClientFiles } from './client-files';
import { DelegateTable } from './delegate-table';
import { FourColumns } from './four-columns';
import { ProcessTable } from './process-table';
import { VersionTable } from './version-table';

/** Whether schema.prisma, the generated clients, the database and the running processes hold the same. */
export function ClientPanel() {
  const { latest } = useDashboard();
  if (latest === null) return <NoRun />;
  const { report, details } = latest;
  // Switched on by a setting: who did not set it is told so once, above.
  const types = report.checks.find(({ id, verdict }) => id === 'client-types' && verdict !== 'skipped');
  return (
    <div className="grid gap-6">
      <PageHead title="Client" report={report} groups={['client']}>
        <div className="flex flex-wrap gap-2 py-1">
          <Actions demo={false} />
        </div>
      </PageHead>
      <JobPanel kinds={['regenerate']} />
      <FourColumns report={report} details={details} />
      <ProcessTable report={report} client={details.client} />
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <VersionTable client={details.client} />
        <ClientFiles client={details.client} reasons={reasonsFor(report, ['client'])} />
      </div>
      {types === undefined ? null : <ApplicationTypes check={types} />}
      <DelegateTable report={report} details={details} />
    </div>
  );
}
