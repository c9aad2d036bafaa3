'use client';
import type { Job } from '@/shared/job';
import { useNow } from '../parts/clock';
import { useDashboard } from '../queries/state';
import { JobView } from './lazy';

/** How long the newest job stays on the page after its end, and how long it stays open. */
const SHOWN_FOR_MS = 30 * 60_000;
const OPEN_FOR_MS = 3 * 60_000;

/** The newest job while it works and for half an hour after its end: the same for every viewer and after a reload. */
export function JobPanel({ kinds }: { kinds: readonly Job['kind'][] }) {
  const { jobs } = useDashboard();
  const now = useNow();
  const job = jobs.find((each) => kinds.includes(each.kind));
  if (job === undefined) return null;
  const agoMs = job.finishedAt === null ? 0 : now - Date.parse(job.finishedAt);
  if (agoMs > SHOWN_FOR_MS) return null;
  return <JobView job={job} open={agoMs < OPEN_FOR_MS} />;
}
