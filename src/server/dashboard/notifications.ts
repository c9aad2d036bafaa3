import { randomUUID } from 'node:crypto';
import type { Settings } from '../../shared/config';
import type { Notification, NotificationState, NotificationTested } from '../../shared/notification';
import { NOTIFY_TIMEOUT_MS } from '../../shared/notify-settings';
import type { Person } from '../../shared/people';
import { type Channel, readChannels } from '../notify/channels';
import { createMemoryOutbox } from '../notify/memory-outbox';
import { createNotifier } from '../notify/notifier';
import type { Outbox } from '../notify/outbox';
import { isQuiet } from '../notify/quiet';
import { send } from '../notify/send';
import { personOf } from '../people';
import { within } from '../store/recorded';
import { HttpError } from './http';
import type { DashboardStore } from './store';

export type Notifications = {
  /** A run was stored: is there something to tell? */
  onStored(): void;
  describe(): Promise<NotificationState>;
  /** @throws HttpError where there is no such channel, or nobody who asks */
  test(
    channel: string,
    asking: { headers: Pick<Headers, 'get'>; typed: string | null },
  ): Promise<NotificationTested>;
  close(): Promise<void>;
};

type Context = {
  settings: Settings;
  kept: Pick<DashboardStore, 'store' | 'client' | 'recording'>;
  onFault: (error: unknown) => void;
};

const DELIVERIES_SHOWN = 50;
/** A page does not wait longer for a store that does not answer. */
const STORE_MS = 3_000;

/** Tells of the environment's runs over the channels of the settings. */
export function dashboardNotifications({ settings, kept, onFault }: Context): Notifications {
  const { env: environment, notifyRules: rules, publicUrl, allowPrivateAddress } = settings;
  const { channels } = readChannels(settings.notify, process.env);
  const now = () => new Date().toISOString();
  const outbox = outboxOf(settings, kept);
  const over = (channel: Channel, message: Notification, signal: AbortSignal) =>
    send(channel, message, { timeoutMs: NOTIFY_TIMEOUT_MS, allowPrivateAddress, signal, now });
  const ending = new AbortController();
  const notifier =
    channels.length === 0
      ? null
      : createNotifier({
          environment,
          channels,
          rules,
          publicUrl,
          outbox,
          send: (channel, message) => over(channel, message, ending.signal),
          now,
          onFault,
        });

  async function readOutbox() {
    try {
      const reached = await outbox();
      if (reached === null) return { state: null, deliveries: null };
      const asked = Promise.all([reached.state(), reached.deliveries(DELIVERIES_SHOWN)]);
      const [state, deliveries] = await within(STORE_MS, asked);
      return { state: state?.state ?? null, deliveries };
    } catch (error) {
      // The store went away just now: its own state says so.
      onFault(error);
      return { state: null, deliveries: null };
    }
  }

  return {
    onStored: () => notifier?.wake(),
    async describe() {
      const { state, deliveries } = await readOutbox();
      const { quietHours } = rules;
      const { state: recording, reason } = kept.recording();
      return {
        channels: channels.map(({ name, kind, target }) => ({ name, kind, target })),
        kept: settings.storeUrl === null ? 'memory' : kept.client() === null ? 'away' : 'store',
        recording: { state: recording, reason },
        publicUrl,
        asksName: settings.personHeader === null,
        flappingSince: state?.flappingSince ?? null,
        quietHours:
          quietHours === null
            ? null
            : {
                words: `from ${quietHours.from} to ${quietHours.to} (${quietHours.timeZone})${quietHours.breakThrough === 'errors' ? '; errors are told at once all the same' : ''}`,
                isNow: isQuiet(now(), quietHours),
                held: state?.held.length ?? 0,
              },
        deliveries,
      };
    },
    async test(name, { headers, typed }) {
      const person = personOf(headers, typed, settings.personHeader);
      const channel = channels.find((one) => one.name === name);
      if (channel === undefined) {
        throw new HttpError('not-found', `The settings have no channel ${name}: reload the page.`);
      }
      // Written down before it is sent, so that nothing leaves of which nobody knows.
      const audited = await audit(kept.client(), environment, channel, person, now());
      const message = testMessage(environment, person, now());
      const { ok, sentence, answer } = await over(channel, message, ending.signal);
      return { sent: ok, sentence, answer, audited };
    },
    async close() {
      ending.abort();
      await notifier?.close();
    },
  };
}

/** In the store where one is set: null while it is not reached, since what was told of stands there. */
function outboxOf({ storeUrl, env }: Settings, kept: Context['kept']): () => Promise<Outbox | null> {
  if (storeUrl === null) {
    const memory = createMemoryOutbox(kept.store, Date.now);
    return async () => memory;
  }
  let known: { client: unknown; outbox: Outbox } | null = null;
  return async () => {
    const client = kept.client();
    if (client === null) return null;
    const { createPostgresOutbox } = await import('../store/postgres/outbox');
    if (known?.client !== client) known = { client, outbox: createPostgresOutbox(client, env) };
    return known.outbox;
  };
}

async function audit(
  client: ReturnType<DashboardStore['client']>,
  environment: string,
  { name, kind }: Channel,
  person: Person,
  at: string,
): Promise<boolean> {
  if (client === null) return false;
  const { appendAudit } = await import('../store/postgres/audit');
  const payload = { channel: name, kind, proven: person.proven };
  await client.$transaction((transaction) =>
    appendAudit(transaction, { at, kind: 'notification.tested', environment, person: person.name, payload }),
  );
  return true;
}

function testMessage(environment: string, person: Person, at: string): Notification {
  return {
    version: 1,
    id: `${randomUUID()}:test`,
    kind: 'test',
    environment,
    at,
    run: null,
    title: `A test of Driftboard’s notifications for ${environment}`,
    text: `${person.name} pressed the button to see whether this arrives. Nothing is wrong.`,
    since: null,
    lastedMs: null,
    causes: [],
    causesInAll: 0,
    routes: [],
    routesInAll: 0,
    held: [],
  };
}
