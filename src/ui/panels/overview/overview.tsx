'use client';
import { useDashboard } from '../../queries/state';
import { JobPanel } from '../job-panel';
import { NoRun } from '../lazy';
import { MigrateStatus } from '../migrate-status';
import { Causes } from './causes';
import { Rest } from './rest';
import { Tiles } from './tiles';
import { VerdictLine } from './verdict-line';

/** The first page: verdict, groups, the second opinion on the migrations, root causes, warnings, what is unknown, and last and folded what is fine. */
export function Overview() {
  const { latest } = useDashboard();
  if (latest === null) return <NoRun />;
  return (
    <div className="grid gap-6">
      <VerdictLine record={latest} />
      <JobPanel kinds={['regenerate', 'demo']} />
      <Tiles record={latest} />
      <section aria-label="Migrations">
        <MigrateStatus report={latest.report} diagnosis={latest.details.engineDiagnosis} />
      </section>
      <Causes record={latest} />
      <Rest record={latest} />
    </div>
  );
}
