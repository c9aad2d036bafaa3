'use client';
import { RefreshCw } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button } from '../parts/button';
import { useJobs } from '../queries/jobs';
import { useStartRun } from '../queries/runs';
import { useDashboard } from '../queries/state';

const DemoMenu = dynamic(() => import('./demo-menu').then((panel) => panel.DemoMenu), {
  ssr: false,
  loading: () => <Button disabled>Make Americano ill (demo)</Button>,
});

/** What the dashboard can do itself. While a job or a run goes on, the button of the same name waits. */
export function Actions({ demo = true }: { demo?: boolean }) {
  const { embedded, jobs, latest, running } = useDashboard();
  const run = useStartRun();
  const { start } = useJobs();
  const working = jobs.some((job) => job.state === 'running');
  const clientIll = latest?.report.checks.some(
    (check) => check.group === 'client' && check.verdict === 'fail',
  );
  return (
    <>
      <Button
        look={clientIll ? 'primary' : 'plain'}
        onClick={() => start.mutate({ kind: 'regenerate' })}
        disabled={working || start.isPending}
      >
        Regenerate client
      </Button>
      <Button onClick={() => run.mutate()} disabled={run.isPending || running !== null}>
        <RefreshCw size={14} aria-hidden="true" />
        Re-verify
      </Button>
      {demo && embedded ? <DemoMenu disabled={working || start.isPending} /> : null}
    </>
  );
}
