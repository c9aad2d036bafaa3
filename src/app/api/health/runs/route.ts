import { z } from 'zod';
import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { RunSummary } from '@/shared/details';
import { StartRunResponse } from '@/shared/http';

export const dynamic = 'force-dynamic';

const LIMIT = 50;

/** The last runs in short, oldest first. */
export function GET(): Promise<Response> {
  return answer(async () => {
    const { store } = await dashboard();
    return json(z.array(RunSummary), await store.summaries(LIMIT));
  }, logFault);
}

/** Verifies now, or joins the run that is going on. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    await readJson(request, z.strictObject({}));
    const { runs, faults } = await dashboard();
    if (runs === null) throw new HttpError('conflict', 'The configuration has to be mended first.', faults);
    const { runId, joined } = runs.start();
    return json(StartRunResponse, { runId, joined }, 202);
  }, logFault);
}
