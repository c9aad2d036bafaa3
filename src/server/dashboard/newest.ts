import type { DashboardState } from '../../shared/dashboard';
import { summaryOf } from '../store/summary';
import type { Store } from '../store/types';
import type { WaiversOfRuns } from './waivers-of-runs';

/** How many runs a ribbon shows. */
const RIBBON_RUNS = 50;

/**
 * The newest runs as they have to be shown now: where a waiver of the latest has ended since, that run shows what it found
 * in full, and its verdict stands since that moment.
 * @param asNow null while the configuration has to be mended
 */
export async function newestRuns(
  store: Pick<Store, 'latest' | 'summaries' | 'lastGreen' | 'verdictSince'>,
  asNow: WaiversOfRuns['asNow'] | null,
): Promise<Pick<DashboardState, 'latest' | 'runs' | 'lastGreen' | 'verdictSince'>> {
  const measured = await store.latest();
  const now = measured === null || asNow === null ? null : await asNow(measured);
  const latest = now?.record ?? measured;
  const runs = await store.summaries(RIBBON_RUNS);
  const isWorse = latest?.report.verdict !== measured?.report.verdict;
  return {
    latest,
    runs:
      latest === null || latest === measured
        ? runs
        : runs.map((run) => (run.number === latest.number ? summaryOf(latest) : run)),
    lastGreen: await store.lastGreen(),
    verdictSince: isWorse ? (now?.since ?? null) : await store.verdictSince(),
  };
}
