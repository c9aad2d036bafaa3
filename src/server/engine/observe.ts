import type { Need, Observed } from '../../checks/types';
import type { Evidence, Observation } from '../../shared/observation';
import { redact } from '../../shared/redact';
import { type DatabaseSession, failed, type Probe, type ProbeContext } from '../probes/types';

export type ProbeSet = { [N in Need]: Probe<N> };

type Memo = { [N in Need]?: Promise<Observation<Observed[N]>> };

/** Each probe keeps to `timeoutMs` for what it does itself; this factor covers its wait for other observations. */
const BACKSTOP_FACTOR = 3;

export type ObserverOptions = {
  probes: ProbeSet;
  context: Pick<ProbeContext, 'settings' | 'signal' | 'projectRoot' | 'dataDir'>;
  openDatabase: () => Promise<DatabaseSession & { close(): Promise<void> }>;
  onFinished?: (need: Need, observation: Observation<unknown>, durationMs: number) => void;
};

export type Observer = {
  /** Runs the probe at the first call and gives the same answer afterwards. Never rejects. */
  observe<N extends Need>(need: N): Promise<Observation<Observed[N]>>;
  /** Everything that was observed so far, by name. */
  evidence(): Promise<Record<string, Evidence[]>>;
  /** Closes the snapshot. */
  close(): Promise<void>;
};

/** Runs each probe at most once, on one database snapshot, with a time limit. */
export function createObserver(options: ObserverOptions): Observer {
  const memo: Memo = {};
  /** The readings that a probe which measures time waits for. */
  const early: Promise<unknown>[] = [];
  let session: ReturnType<ObserverOptions['openDatabase']> | undefined;
  /** The probes that have asked for the session and are not done. */
  const readers = new Set<Need>();
  let closing: Promise<void> = Promise.resolve();

  const open = () => {
    session ??= options.openDatabase();
    return session;
  };
  /**
   * Ends the snapshot as soon as nobody reads any more: a run may go on for long with what has nothing to do with the
   * database, and an index that is built CONCURRENTLY there would wait for us. Whoever reads it asks for it first of
   * all, or right after another who does.
   */
  async function closeSession(): Promise<void> {
    const ended = session;
    session = undefined;
    // The opening may have failed: then there is nothing to close, and each probe has told why.
    const opened = await ended?.catch(() => null);
    await opened?.close();
  }
  /**
   * The catalogue has the session to itself until it is read: it moves the session on to the moment in which nothing was
   * being changed any more, and that moment is the whole run's.
   */
  const afterCatalogue = async () => {
    // What a run needs is asked for in one go: by the next turn of the loop it is known whether the catalogue is.
    await new Promise((resolve) => setImmediate(resolve));
    const opened = await open();
    await memo['database.catalogue'];
    return opened;
  };
  const contextOf = (need: Need): ProbeContext => ({
    ...options.context,
    database: () => {
      // Prisma's engine has a connection of its own and only wants to know whether the database answers.
      if (need === 'migrations.engine') return open();
      readers.add(need);
      return need === 'database.catalogue' ? open() : afterCatalogue();
    },
    observe,
  });

  async function read<N extends Need>(need: N): Promise<Observation<Observed[N]>> {
    const probe = options.probes[need];
    if (probe.afterOthers) await quiet();
    const startedAt = performance.now();
    const { settings } = options.context;
    const limitMs = probe.limitMs?.(settings) ?? settings.timeoutMs * BACKSTOP_FACTOR;
    const observation = await withLimit(probe.read(contextOf(need)), limitMs, need, options.context.signal);
    options.onFinished?.(need, observation, performance.now() - startedAt);
    if (readers.delete(need)) {
      // A probe that waited for this one goes on from here, and asks for the session at once.
      setImmediate(() => {
        if (readers.size === 0) closing = closeSession();
      });
    }
    return observation;
  }

  /** Waits until all that was asked for, also by other probes, has been read. */
  async function quiet(): Promise<void> {
    for (let known = 0; ; ) {
      // What a run needs is asked for in one go: by the next turn of the loop all of it is known here.
      await new Promise((resolve) => setImmediate(resolve));
      const others = [...early];
      if (others.length === known) return;
      known = others.length;
      await Promise.all(others);
    }
  }

  function observe<N extends Need>(need: N): Promise<Observation<Observed[N]>> {
    const known: Memo[N] = memo[need];
    if (known !== undefined) return known;
    const started = read(need);
    remember(memo, need, started);
    if (!options.probes[need].afterOthers) early.push(started);
    return started;
  }

  return {
    observe,
    async evidence() {
      const entries = await Promise.all(
        Object.entries(memo).map(async ([need, pending]) => [need, (await pending)?.evidence ?? []] as const),
      );
      return Object.fromEntries(entries);
    },
    async close() {
      await Promise.all([closing, closeSession()]);
    },
  };
}

function remember<N extends Need>(memo: Memo, need: N, value: Promise<Observation<Observed[N]>>): void {
  const slot: { [K in N]?: Promise<Observation<Observed[K]>> } = memo;
  slot[need] = value;
}

/** Turns a probe that throws, hangs or is cancelled into an observation with its reason. */
async function withLimit<T>(
  reading: Promise<Observation<T>>,
  limitMs: number,
  need: Need,
  signal: AbortSignal,
): Promise<Observation<T>> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const limit = new Promise<Observation<T>>((resolve) => {
    timer = setTimeout(
      () =>
        resolve(
          failed(`Reading ${need} took longer than ${limitMs} ms and was given up; raise --timeout-ms.`),
        ),
      limitMs,
    );
    onAbort = () => resolve(failed(`Reading ${need} was cancelled.`));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([reading, limit]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failed(redact(message));
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
