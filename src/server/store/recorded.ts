import type { RunRecord } from '../../shared/details';
import type { Recording } from '../../shared/recording';
import { createMemoryStore, type MemoryStore, WHOLE_RECORDS } from './memory';
import type { RunToKeep, Store } from './types';

/** A store that is reached. */
export type OpenedStore = {
  store: Store;
  /** Keeps that runs could not be recorded. */
  noteLost(lost: NonNullable<Recording['lost']>): Promise<void>;
  /** Whether it still answers; rejects where it does not. */
  ping(): Promise<void>;
  /** Whether an error is of the moment (a lock, a full disk) and says nothing of the run. */
  isPassing(error: unknown): boolean;
  close(): Promise<void>;
};

export type RecordedStore = Store & {
  recording(): Recording;
  /** Settles when the first try to open is over, or after that time. */
  opened(limitMs: number): Promise<void>;
  /** The store, where it is reached. */
  reached(): OpenedStore | null;
  close(): Promise<void>;
};

export type RecordedOptions = {
  /** Rejects with an error whose message says why. */
  open: () => Promise<OpenedStore>;
  /** A sentence about what was thrown, without secrets. */
  sentence: (error: unknown) => string;
  /** ISO 8601. */
  now: () => string;
  /** Told of each run that had to wait and is recorded now, maybe under another number. */
  onRecorded: (record: RunRecord) => void;
  onFault: (error: unknown) => void;
  /** Between two tries to reach it. */
  retryMs?: number;
  /** A page does not wait longer for an answer than this. */
  readMs?: number;
};

/** How many runs a memory begins with. */
const RUNS_TO_BEGIN_WITH = 50;
/** A run waits so long for the first try to open before it goes on in memory. */
const OPENING_MS = 10_000;

/**
 * Records runs in a store, and goes on in memory while that is away: nobody's run fails for it. Runs that were made
 * meanwhile wait (the last 20 of them) and are recorded when it is back; those beyond are counted as lost.
 */
export function createRecordedStore(options: RecordedOptions): RecordedStore {
  const { open, sentence, now, onRecorded, onFault, retryMs = 5_000, readMs = 3_000 } = options;
  const openedAt = now();
  let memory: MemoryStore = createMemoryStore(openedAt);
  let opened: OpenedStore | null = null;
  let away: { since: string; reason: string } | null = null;
  const waiting: RunToKeep[] = [];
  let lost: Recording['lost'] = null;
  let untold: Recording['lost'] = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** Adding, opening and recording what waited come one after the other. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  }

  function lose({ report: { startedAt } }: RunToKeep): void {
    const more = (before: Recording['lost']) => ({
      runs: (before?.runs ?? 0) + 1,
      from: before?.from ?? startedAt,
      to: startedAt,
    });
    [lost, untold] = [more(lost), more(untold)];
  }

  /** @param used what failed; where another one was opened since, its failure is of the past */
  function goAway(error: unknown, used: OpenedStore | null): void {
    const former = opened;
    if (former !== used) return;
    // A server that was only restarted is back soon; one that is not may take its time.
    const waitMs = away === null ? Math.min(1_000, retryMs) : retryMs;
    opened = null;
    away = { since: away?.since ?? now(), reason: sentence(error) };
    // Its end may take as long as its answers would have.
    former?.close().catch(() => undefined);
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void inTurn(connect).catch(onFault), waitMs);
    timer.unref();
  }

  async function connect(): Promise<void> {
    if (closed || opened !== null) return;
    let reached: OpenedStore | null = null;
    const recorded: RunRecord[] = [];
    try {
      reached = await open();
      await recordWaiting(reached, recorded);
      memory = await memoryFrom(reached.store, memory);
      if (untold !== null) await reached.noteLost(untold);
      untold = null;
      opened = reached;
      away = null;
      if (closed) await reached.close();
    } catch (error) {
      await reached?.close().catch(() => undefined);
      goAway(error, null);
    }
    // Told only now: who is told looks at the state, which must be the new one.
    recorded.forEach(onRecorded);
  }

  async function recordWaiting(reached: OpenedStore, recorded: RunRecord[]): Promise<void> {
    for (let run = waiting[0]; run !== undefined; run = waiting[0]) {
      const record = await addOrLose(reached, run);
      waiting.shift();
      if (record !== null) recorded.push(record);
    }
  }

  /** Null where the store answers and does not take this run: it must not keep those behind it from being recorded. */
  async function addOrLose(
    { store, ping, isPassing }: OpenedStore,
    run: RunToKeep,
  ): Promise<RunRecord | null> {
    try {
      return await store.add(run);
    } catch (error) {
      await ping();
      try {
        return await store.add(run);
      } catch (again) {
        await ping();
        if (isPassing(again)) throw again;
        onFault(error);
        lose(run);
        return null;
      }
    }
  }

  async function memoryFrom(store: Store, before: MemoryStore): Promise<MemoryStore> {
    const [latest, summaries, lastGreen, verdictSince] = await Promise.all([
      store.latest(),
      store.summaries(RUNS_TO_BEGIN_WITH),
      store.lastGreen(),
      store.verdictSince(),
    ]);
    const [oldest, newest] = [summaries[0]?.number ?? 0, summaries.at(-1)?.number ?? 0];
    const incidents = await store.incidents(oldest, newest);
    const happenings = await store.happenings({
      from: oldest,
      to: newest,
      after: summaries[0]?.startedAt ?? null,
      until: null,
    });
    const known = { latest, summaries, lastGreen, verdictSince, incidents, happenings };
    const next = createMemoryStore(openedAt, known);
    const lastBefore = await before.latest();
    if (latest === null || lastBefore?.report.runId !== latest.report.runId) return next;
    const objects = await before.objects(lastBefore.number);
    if (objects !== null && objects !== 'gone') next.hold(latest.number, objects);
    return next;
  }

  /** From the store where it is reached, else (also when it fails now) from memory. */
  async function read<T>(ask: (store: Store) => Promise<T>): Promise<T> {
    const used = opened;
    if (used === null) return ask(memory);
    try {
      return await within(readMs, ask(used.store));
    } catch (error) {
      if (error instanceof Error && error.name === 'UnreadableRun') throw error;
      goAway(error, used);
      return ask(memory);
    }
  }

  async function add(run: RunToKeep): Promise<RunRecord> {
    const used = opened;
    if (used !== null) {
      try {
        const record = await addOrLose(used, run);
        if (record !== null) {
          memory.keep(record, run.objects);
          return record;
        }
        return await memory.add(run);
      } catch (error) {
        goAway(error, used);
      }
    }
    waiting.push({ ...run, objects: null });
    const tooOld = waiting.length > WHOLE_RECORDS ? waiting.shift() : undefined;
    if (tooOld !== undefined) lose(tooOld);
    return memory.add(run);
  }

  const first = inTurn(connect).catch(onFault);
  const recording = (): Recording => ({
    state: opened !== null ? 'on' : away !== null ? 'away' : 'opening',
    since: away?.since ?? null,
    reason: away?.reason ?? null,
    waiting: waiting.length,
    lost,
  });

  return {
    add: async (run) => {
      await Promise.race([first, sleepUnref(OPENING_MS)]);
      return inTurn(() => add(run));
    },
    latest: () => read((store) => store.latest()),
    get: (number) => read((store) => store.get(number)),
    objects: async (number) => {
      const held = await memory.objects(number);
      if (held !== null && held !== 'gone') return held;
      const found = await read((store) => store.objects(number));
      // While the store is away nobody here knows whether there is such a run.
      return found === null && away !== null ? 'gone' : found;
    },
    summaries: (limit, before) => read((store) => store.summaries(limit, before)),
    lastGreen: () => read((store) => store.lastGreen()),
    verdictSince: () => read((store) => store.verdictSince()),
    incidents: (from, to) => read((store) => store.incidents(from, to)),
    happenings: (page) => read((store) => store.happenings(page)),
    note: () => noteOf(recording(), opened?.store ?? memory),
    recording,
    opened: (limitMs) => Promise.race([first, sleepUnref(limitMs)]),
    reached: () => opened,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await last;
      await opened?.close();
      opened = null;
    },
  };
}

function noteOf({ state, lost }: Recording, store: Store): string {
  const gap =
    lost === null ? '' : ` ${lost.runs} of ${lost.from} to ${lost.to} could not be recorded and are lost.`;
  if (state === 'opening') return `The store is being opened.${gap}`;
  return `${store.note()}${gap}`;
}

function sleepUnref(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}

/** What a store answers, and a sentence as an error where that takes longer. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The store did not answer within ${limitMs / 1000} s.`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
