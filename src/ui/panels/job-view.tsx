'use client';
import dynamic from 'next/dynamic';
import type { Job } from '@/shared/job';
import { startedBy, whereItIs } from '../model/job-progress';
import { Button } from '../parts/button';
import { Disclosure } from '../parts/disclosure';
import { plural } from '../parts/format';
import { JOB_LOOK } from '../parts/step-look';
import { Ago } from '../parts/time';
import { Duration } from '../parts/units';
import { VerdictShape } from '../parts/verdict-mark';
import { useJobs } from '../queries/jobs';
import { JobSteps } from './job-steps';

// Only a finished job has one. Not in lazy.ts, which fetches this file: the two would import one another.
const JobResult = dynamic(() => import('./job-result').then((part) => part.JobResult));

/** One job: what it does, who asked for it, how far it is, what it said, what came of it, and what to do next. */
export function JobView({ job, open }: { job: Job; open: boolean }) {
  const { start, cancel } = useJobs();
  const { word, verdict } = JOB_LOOK[job.state];
  const running = job.state === 'running';
  const where = whereItIs(job);
  const again = job.kind === 'regenerate' && !running && job.state !== 'succeeded';
  const { result } = job;
  const hasResult =
    result !== null && (result.changes !== null || result.types !== null || result.takeUp !== null);
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
          {where === null ? null : `, ${where.place}`}
        </p>
        <p className="text-muted">
          {job.finishedAt === null ? (
            <>
              begun <Ago at={job.startedAt} /> {startedBy(job)}
            </>
          ) : (
            <>
              <Ago at={job.finishedAt} />, after <Took job={job} finishedAt={job.finishedAt} />, asked for{' '}
              {startedBy(job)}
            </>
          )}
        </p>
        {running ? (
          <Button
            className="ml-auto"
            onClick={() => cancel.mutate(job.id)}
            disabled={cancel.isPending}
            busy={cancel.isPending}
          >
            Cancel
          </Button>
        ) : null}
        {again ? (
          <Button
            className="ml-auto"
            onClick={() => start.mutate({ kind: 'regenerate' })}
            disabled={start.isPending}
          >
            Try again
          </Button>
        ) : null}
      </div>
      {running ? (
        <p className="text-muted">
          {where?.next == null ? 'Everyone who looks here sees the same.' : `Next: ${where.next}.`}
        </p>
      ) : null}
      {job.outcome === null ? null : <p className="py-1">{job.outcome}</p>}
      {open ? (
        <JobSteps job={job} />
      ) : (
        <Disclosure
          summary={
            <span className="text-muted">
              {plural(job.steps.length, 'step')}, {plural(job.log.length, 'line')} of log
            </span>
          }
        >
          <JobSteps job={job} />
        </Disclosure>
      )}
      {hasResult && result !== null ? <JobResult result={result} /> : null}
    </section>
  );
}

function Took({ job, finishedAt }: { job: Job; finishedAt: string }) {
  return <Duration ms={Math.max(0, Date.parse(finishedAt) - Date.parse(job.startedAt))} />;
}
