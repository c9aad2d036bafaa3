import type { RunRecord } from '../../shared/details';
import type { IncidentNotes } from '../../shared/incident-notes';
import type { JobLine } from '../../shared/job';
import type { RunComparison, RunHistory } from '../../shared/run-history';
import { HttpError } from '../dashboard/http';
import { type Store, UnreadableRun } from '../store/types';
import { compareRuns } from './compare-runs';
import { inWords, jobInWords } from './happening-words';
import { changesSince } from './timeline';

type Kept = Pick<Store, 'get'>;

/** So many runs come with a page of the timeline. */
const RUNS_A_PAGE = 50;

/** What is kept beside the runs. */
export type Beside = {
  notesOf(incidents: readonly number[]): Promise<IncidentNotes>;
  /** Those that began after one moment (null: ever) until another one (null: now), oldest first; and why some may lack. */
  jobsDuring(after: string | null, until: string | null): Promise<{ jobs: JobLine[]; gap: string | null }>;
};

/** A page of the timeline with the incidents that lasted at its runs: the newest, or those below a number. */
export async function runHistory(
  store: Pick<Store, 'summaries' | 'incidents' | 'happenings'>,
  before: number | undefined,
  { notesOf, jobsDuring }: Beside,
): Promise<RunHistory> {
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
  const [oldest, newest] = [shown[0]?.number, shown.at(-1)?.number];
  const incidents = oldest === undefined || newest === undefined ? [] : await store.incidents(oldest, newest);
  const after = older?.startedAt ?? null;
  const until = before === undefined ? null : (shown.at(-1)?.startedAt ?? null);
  const happened =
    oldest === undefined || newest === undefined
      ? []
      : await store.happenings({ from: oldest, to: newest, after, until });
  const { jobs, gap } = await jobsDuring(after, until);
  const happenings = [...happened.map(inWords), ...jobs.map(jobInWords)];
  return {
    runs: runs.reverse(),
    happenings: happenings.sort((a, b) => b.at.localeCompare(a.at)),
    jobsGap: gap,
    notes: await notesOf(incidents.map(({ first }) => first)),
    incidents: incidents.map(({ latest, ...incident }) => incident).reverse(),
    olderThan: older === undefined ? null : (shown[0]?.number ?? null),
  };
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
