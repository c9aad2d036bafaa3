import { z } from 'zod';
import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { RunSummary } from '@/shared/details';
import { StartRunRequest, StartRunResponse } from '@/shared/http';

export const dynamic = 'force-dynamic';

const LIMIT = 50;

/** The last runs in short, oldest first. */
export function GET(): Promise<Response> {
  return answer(async () => {
    const { store } = await dashboard();
    return json(z.array(RunSummary), await store.summaries(LIMIT));
  }, logFault);
}

/**
 * Verifies now: with a run that begins after this request, which all share who ask while another one goes on. With
 * `{ "wait": true }` the answer comes when the run is kept, and names its number.
 */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const { wait } = await readJson(request, StartRunRequest);
    const { runs, faults } = await dashboard();
    if (runs === null) throw new HttpError('conflict', 'The configuration has to be mended first.', faults);
    const { done, ...asked } = runs.ask();
    if (!wait) {
      // What becomes of it is told to the viewers and to the log.
      done.catch(() => undefined);
      return json(StartRunResponse, { ...asked, run: null }, 202);
    }
    const { number, report } = await done;
    const { startedAt, verdict } = report;
    return json(StartRunResponse, { ...asked, run: { number, startedAt, verdict } });
  }, logFault);
}
