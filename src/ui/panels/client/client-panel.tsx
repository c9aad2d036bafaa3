'use client';
import { reasonsFor } from '../../model/findings';
import { useDashboard } from '../../queries/state';
import { Actions } from '../actions';
import { JobPanel } from '../job-panel';
import { NoRun } from '../lazy';
import { PageHead } from '../page-head';
import { ClientFiles } from './client-files';
import { DelegateTable } from './delegate-table';
import { FourColumns } from './four-columns';

/** Whether schema.prisma, the generated client, the database and the running process hold the same. */
export function ClientPanel() {
  const { latest } = useDashboard();
  if (latest === null) return <NoRun />;
  const { report, details } = latest;
  return (
    <div className="grid gap-6">
      <PageHead title="Client" report={report} groups={['client']}>
        <div className="flex flex-wrap gap-2 py-1">
          <Actions demo={false} />
        </div>
      </PageHead>
      <JobPanel kinds={['regenerate']} />
      <FourColumns report={report} client={details.client} />
      <ClientFiles client={details.client} reasons={reasonsFor(report, ['client'])} />
      <DelegateTable delegates={details.client.delegates} reasons={reasonsFor(report, ['client'])} />
    </div>
  );
}
