import { expect, test } from 'vitest';
import { finishedJob, runningJob } from '../../ui/fixtures/jobs';
import { shownJobs } from './shown-jobs';

const ids = (jobs: ReturnType<typeof shownJobs>) => jobs.map(({ id }) => id);

test('the newest of each kind and everything that runs, in the order given', () => {
  const demo = { ...finishedJob, kind: 'demo' as const };
  const regeneration = { ...finishedJob, kind: 'regenerate' as const };
  const jobs = [
    { ...demo, id: 'newest demo' },
    { ...regeneration, id: 'newest regeneration' },
    { ...demo, id: 'older demo' },
    { ...runningJob, kind: 'regenerate' as const, id: 'older, and runs' },
    { ...regeneration, id: 'oldest regeneration' },
  ];
  expect(ids(shownJobs(jobs))).toEqual(['newest demo', 'newest regeneration', 'older, and runs']);
  expect(shownJobs([])).toEqual([]);
});
