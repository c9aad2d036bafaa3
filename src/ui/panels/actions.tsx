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

/**
 * What the dashboard can do itself. While a job or a run goes on, the button of the same name waits; what cannot be done
 * says why.
 */
export function Actions({ demo = true }: { demo?: boolean }) {
  const { embedded, jobs, latest, running, cannotRegenerate } = useDashboard();
  const run = useStartRun();
  const { start } = useJobs();
  const work = jobs.find((job) => job.state === 'running');
  const working = work !== undefined;
  const why = cannotRegenerate ?? (work === undefined ? undefined : `“${work.title}” is under way.`);
  const clientIll = latest?.report.checks.some(
    (check) => check.group === 'client' && check.verdict === 'fail',
  );
  return (
    <>
      <Button
        look={clientIll ? 'primary' : 'plain'}
        onClick={() => start.mutate({ kind: 'regenerate' })}
        disabled={working || start.isPending || cannotRegenerate !== null}
        busy={work?.kind === 'regenerate' || start.isPending}
        title={why}
        className="min-w-36"
      >
        {work?.kind === 'regenerate' ? 'Regenerating…' : 'Regenerate client'}
      </Button>
      <Button onClick={() => run.mutate()} disabled={run.isPending || running !== null}>
        <RefreshCw size={14} aria-hidden="true" />
        Re-verify
      </Button>
      {cannotRegenerate === null ? null : <p className="flex items-center text-muted">{cannotRegenerate}</p>}
      {demo && embedded ? <DemoMenu disabled={working || start.isPending} /> : null}
    </>
  );
}
