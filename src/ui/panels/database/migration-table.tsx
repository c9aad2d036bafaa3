'use client';
import { useMemo } from 'react';
import type { MigrationRow } from '@/shared/details';
import type { EngineDiagnosis } from '@/shared/migrations';
import type { Report } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';
import { findingsByKey, pick } from '../../model/findings';
import { Name } from '../../parts/identifier';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import type { Column } from '../../parts/table-model';
import { Clock } from '../../parts/time';
import { VerdictShape } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';
import { MigrateStatus } from '../migrate-status';
import { useTableState } from '../table-state';

const LOOK: Record<MigrationRow['state'], Verdict> = {
  applied: 'pass',
  pending: 'fail',
  failed: 'fail',
  'rolled-back': 'warn',
  edited: 'fail',
  unknown: 'fail',
};
const WORD: Record<MigrationRow['state'], string> = {
  applied: 'applied',
  pending: 'pending',
  failed: 'failed',
  'rolled-back': 'rolled back',
  edited: 'edited after it was applied',
  unknown: 'applied, and not in the folder',
};

const COLUMNS: Column<MigrationRow>[] = [
  { id: 'name', header: 'Migration', cell: (row) => <Name className="sm:truncate">{row.name}</Name> },
  {
    id: 'state',
    header: 'State',
    width: '220px',
    cell: (row) => (
      <span data-verdict={LOOK[row.state]} className="inline-flex items-center gap-1.5 text-verdict">
        <VerdictShape verdict={LOOK[row.state]} /> {WORD[row.state]}
      </span>
    ),
  },
  { id: 'folder', header: 'Folder', width: '88px', cell: (row) => (row.inFolder ? 'there' : 'not there') },
  {
    id: 'applied',
    header: 'Applied',
    width: '160px',
    align: 'right',
    cell: (row) => (row.appliedAt === null ? 'not applied' : <Clock at={row.appliedAt} />),
  },
];

/** The folder's migrations against the history in the database, newest last, as they were applied. */
export function MigrationTable({
  rows,
  report,
  diagnosis,
}: {
  rows: readonly MigrationRow[];
  report: Report;
  diagnosis: EngineDiagnosis | null;
}) {
  const state = useTableState(['none']);
  const findings = useMemo(() => findingsByKey(report), [report]);
  return (
    <section aria-label="Migrations" className="grid gap-4">
      <MigrateStatus report={report} diagnosis={diagnosis} />
      {rows.length === 0 ? (
        <Empty>Neither the folder nor the database has a migration.</Empty>
      ) : (
        <DataTable
          caption="Migrations: folder, history, state"
          columns={COLUMNS}
          groups={[{ label: '', rows }]}
          look={{ key: (row) => row.name, verdict: (row) => LOOK[row.state] }}
          sort=""
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => {
            const some = pick(findings, row.findingKeys);
            return some.length === 0 ? (
              <p className="text-muted">No finding: the folder's file and the history agree.</p>
            ) : (
              some.map(({ finding, check }) => (
                <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
              ))
            );
          }}
        />
      )}
    </section>
  );
}
