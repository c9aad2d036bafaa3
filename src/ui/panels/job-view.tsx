'use client';
import type { Job } from '@/shared/job';
import { Button } from '../parts/button';
import { Disclosure } from '../parts/disclosure';
import { Log, StepList } from '../parts/step-list';
import { JOB_LOOK } from '../parts/step-look';
import { Ago } from '../parts/time';
import { VerdictShape } from '../parts/verdict-mark';
import { useJobs } from '../queries/jobs';

/** One job: what it does, how far it is, what it said, what came of it. */
export function JobView({ job, open }: { job: Job; open: boolean }) {
  const { cancel } = useJobs();
  const { word, verdict } = JOB_LOOK[job.state];
  const running = job.state === 'running';
  return (
    <section
      aria-label={job.title}
      data-verdict={verdict}
      className="edge rounded border border-line bg-surface px-4 py-2"
    >
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-base">{job.title}</h2>
        <p className="flex items-center gap-1.5 text-verdict" role="status">
          <VerdictShape verdict={verdict} /> {word}
        </p>
        <p className="text-muted">
          {job.finishedAt === null ? (
            <>
              started <Ago at={job.startedAt} />
            </>
          ) : (
            <Ago at={job.finishedAt} />
          )}
        </p>
        {running ? (
          <Button className="ml-auto" onClick={() => cancel.mutate(job.id)} disabled={cancel.isPending}>
            Cancel
          </Button>
        ) : null}
      </div>
      {job.outcome === null ? null : <p className="py-1">{job.outcome}</p>}
      {open ? (
        <StepList steps={job.steps} />
      ) : (
        <Disclosure summary={`${job.steps.length} steps`}>
          <StepList steps={job.steps} />
        </Disclosure>
      )}
      <Disclosure summary={`Log, ${job.log.length} lines`} open={running}>
        <Log lines={job.log} follow={running} />
      </Disclosure>
    </section>
  );
}
