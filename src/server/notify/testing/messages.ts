import type { Notification } from '../../../shared/notification';
import { type Channel, readChannels } from '../channels';
import type { Sending } from '../sent';

/** A message as the notifier makes them. */
export function message(change: Partial<Notification> = {}): Notification {
  return {
    version: 1,
    id: 'run-7:ill',
    kind: 'ill',
    environment: 'shop',
    at: '2026-01-01T12:00:00.000Z',
    run: {
      number: 7,
      verdict: 'fail',
      startedAt: '2026-01-01T12:00:00.000Z',
      url: 'https://health.example/runs?from=6&to=7',
    },
    title: 'shop fails: The client is older than the schema',
    text: '9 routes fail.\nIt fails since 2026-01-01 12:00 UTC.',
    since: '2026-01-01T12:00:00.000Z',
    lastedMs: null,
    causes: [
      {
        key: 'client.schema-changed:client',
        title: 'The client is older than the schema',
        symptoms: 11,
        routes: ['GET /a', 'GET /b'],
      },
    ],
    causesInAll: 1,
    routes: [],
    routesInAll: 0,
    held: [],
    ...change,
  };
}

/** The one channel of a setting, with the secrets that the given environment has. */
export function channel(setting: Parameters<typeof readChannels>[0][number], env = {}): Channel {
  const { channels, faults } = readChannels([setting], env);
  const [first] = channels;
  if (first === undefined) throw new Error(faults.join(' '));
  return first;
}

export function sending(change: Partial<Sending> = {}): Sending {
  return {
    timeoutMs: 5_000,
    allowPrivateAddress: false,
    signal: new AbortController().signal,
    now: () => '2026-01-01T12:00:01.000Z',
    ...change,
  };
}
