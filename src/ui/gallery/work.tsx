'use client';
import {
  cancelledJob,
  failedJob,
  finishedJob,
  interruptedJob,
  restartNeededJob,
  runningJob,
  typeErrorsJob,
} from '../fixtures/jobs';
import { JobView } from '../panels/job-view';
import { Specimen } from './specimen';

const JOBS = [
  { job: runningJob, open: true },
  { job: finishedJob, open: false },
  { job: restartNeededJob, open: false },
  { job: failedJob, open: true },
  { job: typeErrorsJob, open: true },
  { job: cancelledJob, open: true },
  { job: interruptedJob, open: true },
];

/** A job in each of its states. */
export function Work() {
  return (
    <Specimen title="Jobs">
      {JOBS.map(({ job, open }) => (
        <JobView key={job.id} job={{ ...job, title: `${job.title} (${job.id})` }} open={open} />
      ))}
    </Specimen>
  );
}
