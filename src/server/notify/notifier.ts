import type { NotifyRules } from '../../shared/notify-settings';
import type { Channel } from './channels';
import { decide, release } from './decide';
import type { Outbox, OutMessage } from './outbox';
import { seenRun } from './seen-run';
import type { Sent } from './sent';
import { beginningAt, type NotifyState } from './state';
import { notificationOf } from './words';

export type NotifierOptions = {
  environment: string;
  channels: readonly Channel[];
  rules: NotifyRules;
  publicUrl: string | null;
  /** Null while the store is not reached: what is told of stands there, so nothing is decided without it. */
  outbox: () => Promise<Outbox | null>;
  send: (channel: Channel, message: OutMessage['message']) => Promise<Sent>;
  /** ISO 8601. */
  now: () => string;
  onFault: (error: unknown) => void;
  /** Other instances may have stored runs, and times come without any. */
  everyMs?: number;
  backOffMs?: (tries: number) => number;
  leaseMs?: number;
};

export type Notifier = {
  /** A run was stored: look now. */
  wake(): void;
  /** Settles when what was begun is over. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const EVERY_MS = 10_000;
/** Longer than any try takes: who is silent for so long is dead. */
const LEASE_MS = 60_000;
/** Ten seconds, then four times as long each time, up to an hour: given up after about three hours. */
const MOST_TRIES = 8;
const MOST_AGE_MS = 24 * 3_600_000;
const KEPT_MS = 90 * 24 * 3_600_000;
const TOO_OLD =
  'It could not be sent within a day: no instance has its channel, or its retries took too long.';
/** Runs that are gone over in one step. */
const RUNS_A_STEP = 100;
/** Who is further behind than this was not told for so long that it begins anew. */
const MOST_BEHIND = 1_000;

/** Goes over stored runs in their order, decides what is to be told, and sends it, again where that fails. */
export function createNotifier(options: NotifierOptions): Notifier {
  const { channels, everyMs = EVERY_MS, onFault } = options;
  const senders = channels.map((channel) => oneAtATime(() => sendAll(options, channel), onFault));
  const decider = oneAtATime(async () => {
    await decideAll(options);
    for (const { start } of senders) start();
  }, onFault);
  const timer = setInterval(decider.start, everyMs);
  timer.unref();
  const idle = async () => {
    await decider.idle();
    await Promise.all(senders.map((sender) => sender.idle()));
  };
  return {
    wake: decider.start,
    idle,
    async close() {
      clearInterval(timer);
      await idle();
    },
  };
}

/** The time until the next try, by the number of those that were made. */
export function backOffOf(tries: number): number {
  return Math.min(3_600_000, 10_000 * 4 ** (tries - 1));
}

async function decideAll(options: NotifierOptions): Promise<void> {
  const outbox = await options.outbox();
  if (outbox === null) return;
  // Another instance may decide at the same time: then this one looks at what that made of it.
  while (await decideStep(outbox, options));
}

/** @returns whether there may be more to decide */
async function decideStep(outbox: Outbox, options: NotifierOptions): Promise<boolean> {
  const { environment, publicUrl, rules, channels, now } = options;
  const [kept, last] = await Promise.all([outbox.state(), outbox.lastNumber()]);
  if (last === 0) return false;
  const before =
    kept !== null && last - kept.state.decided <= MOST_BEHIND ? kept.state : beginningAt(last - 1);
  const { state, tell } = await goOver(outbox, before, last, { rules, environment });
  const released = release(state, now(), rules);
  const told = [...tell, ...released.tell];
  const isNew = kept === null || state.decided !== kept.state.decided || told.length > 0;
  if (!isNew) return false;
  const messages = told.map((one) => ({
    number: one.kind === 'quiet-summary' ? one.number : one.run.number,
    message: notificationOf(one, { environment, publicUrl }),
  }));
  const names = channels.map(({ name }) => name);
  const isKept = await outbox.keep(kept?.version ?? null, released.state, messages, names);
  return !isKept || released.state.decided < last;
}

async function goOver(
  outbox: Outbox,
  before: NotifyState,
  last: number,
  { rules, environment }: Pick<NotifierOptions, 'rules' | 'environment'>,
): Promise<ReturnType<typeof decide>> {
  let state = before;
  const tell: ReturnType<typeof decide>['tell'] = [];
  const end = Math.min(last, before.decided + RUNS_A_STEP);
  for (let number = before.decided + 1; number <= end; number += 1) {
    const record = await outbox.run(number);
    const decided =
      record === null
        ? { state: { ...state, decided: number }, tell: [] }
        : decide(state, seenRun(record), rules, environment);
    state = decided.state;
    tell.push(...decided.tell);
  }
  return { state, tell };
}

async function sendAll(options: NotifierOptions, channel: Channel): Promise<void> {
  const { backOffMs = backOffOf, leaseMs = LEASE_MS, send } = options;
  const outbox = await options.outbox();
  if (outbox === null) return;
  await outbox.expire(MOST_AGE_MS, TOO_OLD);
  await outbox.forget(KEPT_MS);
  for (;;) {
    const claimed = await outbox.claim(channel.name, leaseMs);
    if (claimed === null) return;
    const { ok, sentence, retry } = await send(channel, claimed.message);
    const again = retry && claimed.tries < MOST_TRIES;
    if (ok) await outbox.sent(claimed);
    else await outbox.failed(claimed, sentence, again ? backOffMs(claimed.tries) : null);
  }
}

/** Work that is asked for while it goes on is done once more after it. */
function oneAtATime(work: () => Promise<void>, onFault: (error: unknown) => void) {
  let current: Promise<void> | null = null;
  let again = false;
  async function loop(): Promise<void> {
    do {
      again = false;
      await work().catch(onFault);
    } while (again);
    current = null;
  }
  return {
    start() {
      if (current === null) current = loop();
      else again = true;
    },
    idle: async () => {
      await current;
    },
  };
}
