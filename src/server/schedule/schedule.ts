import { randomUUID } from 'node:crypto';
import type { RunRecord } from '../../shared/details';
import type { Person } from '../../shared/people';
import { redact } from '../../shared/redact';
import type { ScheduleState } from '../../shared/schedule';
import type { Bus } from '../dashboard/bus';
import { errorText } from '../probes/client/errors';
import { isStoreLost } from '../store/lost';
import type { StoreClient } from '../store/postgres/client';
import { schemaOf } from '../store/postgres/client';
import { decideSchedule, keepProgress, readSchedule } from '../store/postgres/schedules';
import type { Store } from '../store/types';
import { createCatchUp } from './catch-up';
import { type EnvironmentLock, environmentLock } from './lock';
import { nextDelayMs } from './next-delay';
import { openRunQueue, type RunQueue } from './queue';
import { channelOf, createRelay, type Relay, type RunElsewhere } from './relay';
import { openStoreSession, type StoreSession } from './session';
import { whyBlind } from './why-blind';

/** How often an instance looks whether a run is due. */
const TICK_MS = 1_000;
/** A run that was just taken may not hold its lock yet. */
const TAKEN_MS = 3_000;
const NO_SESSION =
  'The connection to the store on which instances tell one another what they do is not there.';

export type ScheduleOptions = {
  storeUrl: string;
  environment: string;
  /** 0 where nothing is verified by itself. */
  everyMs: number;
  /** The store's client, while it is reached. */
  client: () => StoreClient | null;
  store: Pick<Store, 'summaries'>;
  bus: Bus;
  /** A run that begins now; rejects where it fails itself. */
  verify: () => Promise<RunRecord>;
  /**
   * A job changes what is looked at (a client is being exchanged), and looks itself when it has ended: what is seen
   * meanwhile would alarm people of a change that somebody makes on purpose.
   */
  isBusy?: () => boolean;
  onFault: (error: unknown) => void;
  random?: () => number;
  tickMs?: number;
};

export type Schedule = {
  /** Does a run's work while no other instance makes one of this environment. */
  alone: EnvironmentLock['alone'];
  /** Whether the instances verify by themselves now, or somebody paused that; else whoever has viewers may. */
  isKept(): boolean;
  elsewhere(): RunElsewhere | null;
  /** Null where the store is not reached. */
  state(): Promise<Omit<ScheduleState, 'asksName'> | null>;
  /** @returns false where it stood so already @throws Error where the store is not reached */
  decide(person: Person, reason: string | null): Promise<boolean>;
  close(): Promise<void>;
};

/**
 * Verifies an environment at its interval, by one of the instances that share the store: the queue gives each run to one of them,
 * and the lock that it holds meanwhile shows whether it lives. What an instance tells its viewers, those of the
 * others hear.
 */
export function openSchedule(options: ScheduleOptions): Schedule {
  const { storeUrl, environment, everyMs, client, bus, onFault } = options;
  const { random = Math.random, tickMs = TICK_MS } = options;
  const place = `${schemaOf(storeUrl)} ${environment}`;
  const channel = channelOf(place);
  let queue: RunQueue | null = null;
  let isWorking = false;
  let isLooking = false;
  /** Why the last look at what is due failed, as a sentence; null where it did not. */
  let tickFault: string | null = null;
  let lookFailed = false;
  /** As it was read last. */
  let isPaused = false;
  let closed = false;

  const session: StoreSession = openStoreSession({
    storeUrl,
    channel,
    onNotification: (payload) => relay.hear(payload),
    onUp: () => void lookForUntold(),
  });
  const notify = (payload: string) => {
    session.query('SELECT pg_notify($1, $2)', [channel, payload]).catch(() => undefined);
  };
  const relay: Relay = createRelay(bus, randomUUID(), notify, (runId) => catchUp.isForetold(runId));
  const catchUp = createCatchUp(environment, options.store, relay.tellHere);
  const lock = environmentLock(session, place);
  bus.overhear((event) => {
    // While the store is away, numbers are those of this process and nobody else's.
    if (event.type === 'run.stored' && client() !== null) catchUp.note(event.number);
  });

  /** What the others kept and could not tell. A store that is lost says so itself, and the next look tries again. */
  async function lookForUntold(): Promise<void> {
    const from = client();
    if (from === null || closed || isLooking) return;
    isLooking = true;
    try {
      await catchUp.look(from);
      lookFailed = false;
    } catch (error) {
      tellOnce(error, lookFailed);
      lookFailed = true;
    }
    isLooking = false;
  }

  /** A store that was just lost says so itself, whichever connection noticed it first; anything else is told, and not each second. */
  function tellOnce(error: unknown, isTold: boolean): void {
    if (session.isUp() && client() !== null && !isTold && !isStoreLost(error)) onFault(error);
  }

  async function read(from: StoreClient): ReturnType<typeof readSchedule> {
    const kept = await readSchedule(from, environment);
    isPaused = kept.paused !== null;
    return kept;
  }

  /** One look at what is due. */
  async function tick(to: StoreClient): Promise<void> {
    const { paused, nextAt } = await read(to);
    queue ??= await openRunQueue(session, storeUrl, environment, onFault);
    const standing = await queue.state();
    if (relay.elsewhere() !== null && (await lock.isFree())) relay.forgetElsewhere();
    if (standing.active !== null) {
      const isDead = standing.active.ageMs > TAKEN_MS && (await lock.isFree());
      if (!isDead) return;
      await queue.giveUp(standing.active.id);
    }
    if (paused !== null) {
      if (standing.waiting !== null) await queue.clear();
      return;
    }
    if (standing.waiting === null) {
      const inMs = nextAt === null || standing.active !== null ? 0 : Date.parse(nextAt) - Date.now();
      return queue.next(Math.max(0, inMs));
    }
    const isTime = standing.waiting.due && options.isBusy?.() !== true;
    const id = isTime ? await queue.take() : null;
    if (id !== null) await make(id, queue, to);
  }

  async function make(id: string, from: RunQueue, to: StoreClient): Promise<void> {
    const failure = await options.verify().then(whyBlind, errorText);
    const { failures: before } = await readSchedule(to, environment);
    const failures = failure === null ? 0 : before + 1;
    const delayMs = nextDelayMs(everyMs, failures, random());
    const nextAt = new Date(Date.now() + delayMs).toISOString();
    await keepProgress(to, environment, { failures, failure, nextAt });
    // The next one is there before this one is done, so that no other instance finds neither.
    await from.next(delayMs);
    await from.done(id);
  }

  async function turn(): Promise<void> {
    const to = client();
    if (isWorking || closed || to === null || !session.isUp()) return;
    isWorking = true;
    try {
      await tick(to);
      tickFault = null;
    } catch (error) {
      tellOnce(error, tickFault !== null);
      tickFault = `The store keeps no schedule: ${redact(errorText(error))}`;
    } finally {
      isWorking = false;
    }
  }
  const timer = everyMs > 0 ? setInterval(() => void turn(), tickMs) : undefined;
  timer?.unref();
  const looking = setInterval(() => void lookForUntold(), tickMs);
  looking.unref();

  return {
    alone: lock.alone,
    isKept: () => client() !== null && (isPaused || (everyMs > 0 && session.isUp() && tickFault === null)),
    elsewhere: relay.elsewhere,
    async state() {
      const to = client();
      if (to === null) return null;
      const { paused, failures, failure, nextAt } = await read(to);
      // What cannot be kept is not said to be: then whoever has viewers verifies for them.
      const fault = session.isUp() ? tickFault : NO_SESSION;
      if (fault !== null)
        return { everyMs, by: 'viewers', paused, nextAt: null, failures: 0, failure: fault };
      const isDue = everyMs > 0 && paused === null;
      return { everyMs, by: 'instances', paused, nextAt: isDue ? nextAt : null, failures, failure };
    },
    async decide(person, reason) {
      const to = client();
      if (to === null) throw new Error('The store is not reached, and a pause is kept there.');
      const isDone = await decideSchedule(to, environment, { person, at: new Date().toISOString(), reason });
      // Whoever lets it go on is shown a run at once, and not after what was left of the interval.
      if (isDone && reason === null) await queue?.clear().catch(() => undefined);
      return isDone;
    },
    async close() {
      closed = true;
      clearInterval(timer);
      clearInterval(looking);
      await queue?.close().catch(() => undefined);
      await session.close();
    },
  };
}
