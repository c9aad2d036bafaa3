import { z } from 'zod';
import { dashboard } from '@/server/dashboard/dashboard';
import { answer, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { Job, JobRequest } from '@/shared/job';

export const dynamic = 'force-dynamic';

/** The jobs that are kept, newest first. */
export function GET(): Promise<Response> {
  return answer(async () => json(z.array(Job), (await dashboard()).jobs.list()), logFault);
}

/** Starts a job, or joins the one of its kind that is going on. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const wanted = await readJson(request, JobRequest);
    return json(Job, await (await dashboard()).startJob(wanted), 202);
  }, logFault);
}
