import type { RunRecord } from '../../../shared/details';
import type { RunObjects } from '../../engine/run-objects';
import type { Store } from '../types';
import { UnreadableRun } from '../types';
import { addRun } from './add';
import type { StoreClient } from './client';
import { readHappenings } from './happenings';
import { readIncidents } from './incidents';
import { readObjects, WITH_OBJECTS } from './objects';
import { readRun, readSummaries } from './read';

/** Runs never change once they are kept, so those that were just read need not be put together again. */
const REMEMBERED = 3;

/** One environment's runs in PostgreSQL; any number of instances may share them. */
export function createPostgresStore(client: StoreClient, environment: string): Store {
  const remembered = new Map<number, RunRecord>();
  const objects = new Map<number, RunObjects>();
  const asking = new Map<number, Promise<RunObjects | null>>();

  function remember(record: RunRecord): RunRecord {
    remembered.delete(record.number);
    remembered.set(record.number, record);
    keepNewest(remembered, REMEMBERED);
    return record;
  }

  function hold(number: number, found: RunObjects): RunObjects {
    objects.set(number, found);
    keepNewest(objects, WITH_OBJECTS);
    return found;
  }

  /** A page asks for several kinds of rows at once, and they are read whole: once for all of them. */
  function objectsFromStore(number: number): Promise<RunObjects | null> {
    const asked = asking.get(number);
    if (asked !== undefined) return asked;
    const read = readObjects(client, environment, number)
      .then((found) => (found === null ? null : hold(number, found)))
      .finally(() => asking.delete(number));
    asking.set(number, read);
    return read;
  }

  async function get(number: number): Promise<RunRecord | null> {
    const known = remembered.get(number);
    if (known !== undefined) return known;
    const record = await readRun(client, environment, number);
    return record === null ? null : remember(record);
  }

  const state = () => client.environment.findUnique({ where: { name: environment } });

  return {
    async add(outcome) {
      const added = await addRun(client, environment, outcome);
      const record = 'record' in added ? added.record : await get(added.keptAs);
      if (record === null) throw new Error(`Run ${outcome.report.runId} was kept and is not there.`);
      if (outcome.objects !== null) hold(record.number, outcome.objects);
      return remember(record);
    },
    async latest() {
      const number = (await state())?.lastNumber ?? 0;
      return number === 0 ? null : get(number).catch(unlessUnreadable);
    },
    get,
    async objects(number) {
      const held = objects.get(number);
      if (held !== undefined) return held;
      const kept = await objectsFromStore(number);
      if (kept !== null) return kept;
      return number >= 1 && number <= ((await state())?.lastNumber ?? 0) ? 'gone' : null;
    },
    summaries: async (limit, before) =>
      limit <= 0 ? [] : (await readSummaries(client, environment, { limit, before })).reverse(),
    async lastGreen() {
      const { lastGreenNumber: number, lastGreenAt: at } = (await state()) ?? {};
      return number && at ? { number, startedAt: at.toISOString() } : null;
    },
    verdictSince: async () => (await state())?.verdictSince?.toISOString() ?? null,
    incidents: (from, to) => readIncidents(client, environment, from, to),
    happenings: (page) => readHappenings(client, environment, page),
    note: () => 'Runs are kept in the store, and a restart of the dashboard forgets none.',
  };
}

function keepNewest<T>(map: Map<number, T>, count: number): void {
  for (const number of [...map.keys()].sort((a, b) => b - a).slice(count)) map.delete(number);
}

function unlessUnreadable(error: unknown): null {
  if (error instanceof UnreadableRun) return null;
  throw error;
}
