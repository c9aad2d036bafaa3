import type { RunRecord, RunSummary } from '../../shared/details';
import { weightOf } from '../../shared/finding-weight';
import type { Report } from '../../shared/report';
import type { Incident, RunComparison, RunHistory } from '../../shared/run-history';
import { HttpError } from '../dashboard/http';
import { type Store, UnreadableRun } from '../store/types';
import { compareRuns } from './compare-runs';
import { type IncidentRun, incidentsOf } from './incidents';
import { changesSince } from './timeline';

type Kept = Pick<Store, 'get' | 'summaries'>;

/** So many runs come with a page of the timeline. */
const RUNS_A_PAGE = 50;
/** Whole runs are read where what fails becomes other, and not more of them than this for one answer. */
const MOST_READ = 25;

/** A page of the timeline with the incidents of its runs: the newest, or those below a number. */
export async function runHistory(store: Kept, before?: number): Promise<RunHistory> {
  // One more than is shown: against it the oldest one's changes are told.
  const summaries = await store.summaries(RUNS_A_PAGE + 1, before);
  const shown = summaries.slice(-RUNS_A_PAGE);
  const older = summaries.length > RUNS_A_PAGE ? summaries[0] : undefined;
  const runs = shown.map(({ number, startedAt, verdict, durationMs }, index) => {
    const run = shown[index];
    const last = index === 0 ? older : shown[index - 1];
    const changes = run === undefined || last === undefined ? null : changesSince(last, run);
    return { number, startedAt, verdict, durationMs, changes };
  });
  return {
    runs: runs.reverse(),
    incidents: incidentsOf(await withCauses(store, shown)).reverse(),
    olderThan: older === undefined ? null : (shown[0]?.number ?? null),
  };
}

/** The causes of red runs: of those beside one another that fail in the same places they are read once. */
async function withCauses(store: Kept, runs: readonly RunSummary[]): Promise<IncidentRun[]> {
  const known: { places: string | null; causes: Incident['causes'] } = { places: null, causes: null };
  let read = 0;
  const found: IncidentRun[] = [];
  // From the newest on: if there are too many, the oldest go without.
  for (const { number, startedAt, verdict, groups, endpoints } of [...runs].reverse()) {
    const failing = Object.keys(groups).filter((group) => groups[group] === 'fail');
    const places = JSON.stringify([
      failing,
      Object.keys(endpoints).filter((id) => endpoints[id]?.verdict === 'fail'),
    ]);
    if (verdict === 'fail' && known.places !== places) {
      const record: RunRecord | null = read < MOST_READ ? await readable(store, number) : null;
      read += 1;
      known.places = places;
      known.causes = record === null ? null : causesOf(record.report);
    }
    found.push({
      number,
      startedAt,
      verdict,
      failing,
      causes: verdict === 'fail' ? known.causes : [],
    });
  }
  return found.reverse();
}

async function readable(store: Kept, number: number): Promise<RunRecord | null> {
  try {
    return await store.get(number);
  } catch (error) {
    if (error instanceof UnreadableRun) return null;
    throw error;
  }
}

/** The root causes, and the errors that stand alone. */
function causesOf({ causes, checks }: Report): { key: string; title: string }[] {
  const told = new Set(causes.flatMap(({ rootKeys, symptomKeys }) => [...rootKeys, ...symptomKeys]));
  const alone = checks
    .flatMap(({ findings }) => findings)
    .filter((finding) => weightOf(finding) === 'error' && !told.has(finding.key));
  return [
    ...causes.map(({ key, title }) => ({ key, title })),
    ...alone.map(({ key, message }) => ({ key, title: message })),
  ];
}

/**
 * Two kept runs compared.
 * @throws HttpError where one of them is not kept whole
 */
export async function compareKept(store: Kept, from: number, to: number): Promise<RunComparison> {
  const [before, after] = await Promise.all([wholeRun(store, from), wholeRun(store, to)]);
  return compareRuns(before, after);
}

/** @throws HttpError where there is none, or it cannot be read */
export async function wholeRun(store: Kept, number: number): Promise<RunRecord> {
  try {
    const record = await store.get(number);
    if (record !== null) return record;
  } catch (error) {
    if (error instanceof UnreadableRun) throw new HttpError('gone', error.message);
    throw error;
  }
  throw new HttpError('not-found', `Run ${number} is not kept whole, or not any more: choose a newer one.`);
}
