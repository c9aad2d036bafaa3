'use client';
import { useState } from 'react';
import type { Job } from '@/shared/job';
import { stepToShow } from '../model/job-progress';
import { StepList } from '../parts/step-list';
import { JobLog } from './job-log';

/** The steps of a job, and beside them the log of the one at work, or of the one that was pressed. */
export function JobSteps({ job }: { job: Job }) {
  // Null follows the work from step to step; a name stays where one reads.
  const [chosen, setChosen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const shown = all ? null : stepToShow(job, chosen);
  if (job.steps.length === 0) return <p className="text-muted">Its steps are not planned yet.</p>;
  return (
    <div className="grid gap-x-6 gap-y-2 py-1 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <StepList
        steps={job.steps}
        shown={shown?.id ?? null}
        onShow={(id) => {
          setAll(false);
          setChosen(id);
        }}
      />
      <JobLog
        job={job}
        step={shown}
        onAll={
          shown === null
            ? null
            : () => {
                setAll(true);
                setChosen(null);
              }
        }
        onFollow={
          job.state === 'running' && (all || chosen !== null)
            ? () => {
                setAll(false);
                setChosen(null);
              }
            : null
        }
      />
    </div>
  );
}
