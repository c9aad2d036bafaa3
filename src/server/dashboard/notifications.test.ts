import { afterEach, expect, test, vi } from 'vitest';
import { Settings } from '../../shared/config';
import { NotificationState } from '../../shared/notification';
import { startTestServer, type TestServer } from '../probes/http/testing-server';
import { trialRun } from '../store/contract';
import { createMemoryStore } from '../store/memory';
import { dashboardNotifications, type Notifications } from './notifications';

const at = '2026-01-01T00:00:00.000Z';
const store = createMemoryStore(at);
const kept = {
  store,
  client: () => null,
  recording: () => ({ state: 'none', since: null, reason: 'No store.', waiting: 0, lost: null }) as const,
};
const faults: unknown[] = [];
let server: TestServer | null = null;
let open: Notifications | null = null;
afterEach(async () => {
  await open?.close();
  await server?.close();
  open = null;
  server = null;
  vi.unstubAllEnvs();
});

const nobody = { headers: new Headers(), typed: null };
const ada = { headers: new Headers(), typed: 'Ada' };

test('a test is sent by a named person over a channel that there is, and no secret is told', async () => {
  let status = 200;
  const bodies: string[] = [];
  server = await startTestServer(async (request, response) => {
    for await (const chunk of request) bodies.push(String(chunk));
    response.writeHead(status).end(`you are ${request.url}`);
  });
  vi.stubEnv('DRIFTBOARD_TEST_HOOK', `${server.baseUrl}/in/s3cret-path`);
  const notify = [{ kind: 'slack', name: 'team', url: `\${env:DRIFTBOARD_TEST_HOOK}` }];
  const settings = Settings.parse({ env: 'shop', notify });
  open = dashboardNotifications({ settings, kept, onFault: (error) => faults.push(error) });

  await expect(open.test('team', nobody)).rejects.toThrow('must name a person');
  await expect(open.test('other', ada)).rejects.toThrow('no channel other');
  expect(bodies).toEqual([]);
  const tested = await open.test('team', ada);
  expect(tested).toMatchObject({ sent: true, answer: 'you are ***', audited: false });
  expect(bodies[0]).toContain('Ada pressed the button');
  status = 500;
  expect(await open.test('team', ada)).toMatchObject({ sent: false });

  await store.add(trialRun(at, 'fail', ['a']));
  open.onStored();
  const told = () => open?.describe().then(({ deliveries }) => deliveries);
  await expect.poll(told).toMatchObject([{ kind: 'ill', channel: 'team', state: 'waiting', tries: 1 }]);
  await expect.poll(async () => (await told())?.[0]?.failure).toContain('answered 500');
  const described = NotificationState.parse(await open.describe());
  expect(described).toMatchObject({ kept: 'memory', channels: [{ name: 'team', kind: 'slack' }] });
  expect(JSON.stringify(described)).not.toContain('s3cret');
  expect(faults).toEqual([]);
});

test('where a proxy tells who is signed in, a typed name does not count', async () => {
  const settings = Settings.parse({ personHeader: 'x-user' });
  const notifications = dashboardNotifications({ settings, kept, onFault: () => undefined });
  await expect(notifications.test('any', ada)).rejects.toThrow('Nobody is signed in');
  expect(await notifications.describe()).toMatchObject({ channels: [], asksName: false, deliveries: [] });
});
