'use client';
import { failedJob, finishedJob, runningJob } from '../fixtures/jobs';
import { JobView } from '../panels/job-view';
import { Specimen } from './specimen';

const CANCELLED = {
  ...runningJob,
  id: 'job-3',
  title: 'Regenerate client (cancelled)',
  state: 'cancelled' as const,
};

/** A job in each of its states. */
export function Work() {
  return (
    <Specimen title="Jobs">
      <JobView job={runningJob} open />
      <JobView job={{ ...finishedJob, title: 'Regenerate client (done)' }} open={false} />
      <JobView job={{ ...failedJob, title: 'Regenerate client (failed)' }} open />
      <JobView job={CANCELLED} open={false} />
    </Specimen>
  );
}
