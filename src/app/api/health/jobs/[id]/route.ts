import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json, requireSameSite } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { Job } from '@/shared/job';

export const dynamic = 'force-dynamic';

type Context = { params: Promise<{ id: string }> };

export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    const { findJob } = await dashboard();
    const job = await findJob(id);
    if (job === null) throw new HttpError('not-found', `No job ${id} is kept.`);
    return json(Job, job);
  }, logFault);
}

/** Cancels a job; what it had begun is undone by the job itself. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    requireSameSite(request);
    const { id } = await params;
    const { jobs } = await dashboard();
    await jobs.refresh();
    const job = jobs.list().find((candidate) => candidate.id === id);
    if (job === undefined || !jobs.cancel(id)) throw new HttpError('not-found', `No job ${id} is going on.`);
    return json(Job, job);
  }, logFault);
}
