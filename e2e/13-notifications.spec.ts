import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { Notification } from '../src/shared/notification';
import { ROOT, startDashboard } from './dashboard';
import { test as base, expect, expectAccessible } from './test';

type Received = { path: string; body: string; signature: string; timestamp: string };
/** What gets the messages: a real server of this machine, whose second address refuses all. */
type Receiver = { origin: string; got: Received[]; kinds: () => string[] };

const SECRETS = { PATH_KEY: 'p4th-of-the-hook', HOOK_SECRET: 'c0mmon-secret' };

/** A dashboard of its own, with channels that lead to a receiver of its own. */
const test = base.extend<{ receiver: Receiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
  receiver: async ({}, use) => {
    const got: Received[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (request.url?.startsWith('/broken')) {
        response.writeHead(500).end(`no place for ${request.url}`);
        return;
      }
      got.push({
        path: request.url ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
        signature: String(request.headers['x-driftboard-signature']),
        timestamp: String(request.headers['x-driftboard-timestamp']),
      });
      response.end('taken');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver has a port.');
    await use({
      origin: `http://127.0.0.1:${address.port}`,
      got,
      kinds: () =>
        got
          .filter((one) => one.path.startsWith('/ops'))
          .map(({ body }) => Notification.parse(JSON.parse(body)).kind),
    });
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  },
  baseURL: [
    async ({ receiver }, use) => {
      const dataDir = await mkdtemp(path.join(ROOT, '.data', 'e2e-notifications-'));
      const hour = (later: number) => String((new Date().getUTCHours() + later) % 24).padStart(2, '0');
      const { baseUrl, stop } = await startDashboard(['--size', 'small'], dataDir, {
        ...SECRETS,
        DRIFTBOARD_NOTIFY: JSON.stringify([
          {
            kind: 'webhook',
            name: 'ops',
            url: `${receiver.origin}/ops/\${env:PATH_KEY}`,
            secret: `\${env:HOOK_SECRET}`,
          },
          { kind: 'slack', name: 'team', url: `${receiver.origin}/broken/\${env:PATH_KEY}` },
        ]),
        DRIFTBOARD_NOTIFY_RULES: JSON.stringify({
          quietHours: { from: `${hour(8)}:00`, to: `${hour(9)}:00` },
        }),
        DRIFTBOARD_PUBLIC_URL: 'https://health.example/board',
        // A busy machine answers late; what is late would be told as well.
        DRIFTBOARD_TIMEOUT_MS: '60000',
      });
      await use(baseUrl);
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'test', timeout: 300_000 },
  ],
});

test('an illness is received by a real server, a channel that refuses says why, and the end is told', async ({
  page,
  api,
  receiver,
}) => {
  // Makes its own Americano, and looks with all rules of axe: on a busy machine that takes its time.
  test.setTimeout(420_000);
  await expect.poll(async () => (await api.state()).latest, { timeout: 90_000 }).not.toBeNull();
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Notifications' }).click();
  const channels = page.getByRole('region', { name: 'Channels' });
  await expect(channels).toContainText(`${receiver.origin}/…`);

  await test.step('a test is sent by somebody with a name, and its answer is shown', async () => {
    await channels.getByRole('button', { name: 'Send a test to ops' }).click();
    expect(receiver.kinds()).not.toContain('test');
    await channels.getByLabel('Your name').fill('Ada Lovelace');
    await channels.getByRole('button', { name: 'Send a test to ops' }).click();
    await expect(channels.getByRole('status')).toContainText(/Sent.*Test to ops: .* answered 200/);
    const tested = receiver.got.find(({ body }) => body.includes('"kind":"test"'));
    if (tested === undefined) throw new Error('The receiver has the test.');
    const { body, signature, timestamp } = tested;
    expect(Notification.parse(JSON.parse(body)).text).toContain('Ada Lovelace');
    const reckoned = createHmac('sha256', SECRETS.HOOK_SECRET).update(`${timestamp}.${body}`).digest('hex');
    expect(signature).toBe(`sha256=${reckoned}`);
    await channels.getByRole('button', { name: 'Send a test to team' }).click();
    await expect(channels.getByRole('status')).toContainText(/Not sent.*Test to team: .* answered 500/);
  });

  await api.job({ kind: 'demo', name: 'missing-column' });
  const ill = (await api.verify()).latest;
  expect(ill?.report.verdict).toBe('fail');
  await expect.poll(receiver.kinds, { timeout: 60_000 }).toContain('ill');
  // A second red run is no news.
  await api.verify();
  const told = receiver.got.map(({ body }) => body).find((body) => body.includes('"kind":"ill"')) ?? '{}';
  const message = Notification.parse(JSON.parse(told));
  expect(message.run?.url).toMatch(/^https:\/\/health\.example\/board\/runs\?from=\d+&to=\d+$/);
  expect(message.causes.length).toBeGreaterThan(0);

  const messages = page.getByRole('region', { name: 'Messages' });
  const rows = messages.getByRole('row').filter({ hasText: message.title });
  await expect(rows.filter({ hasText: 'ops' })).toContainText('Sent');
  // The oldest one that it refused; what came later waits behind it.
  const refused = messages.getByRole('row').filter({ hasText: 'Is tried again' });
  await expect(refused).toContainText(/team.*Is tried again.*answered 500.*Next try at/);
  for (const { theme, width, height } of [
    { theme: 'light', width: 1440, height: 1000 },
    { theme: 'dark', width: 1440, height: 1000 },
    { theme: 'light', width: 360, height: 740 },
    { theme: 'dark', width: 360, height: 740 },
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.screenshot({ path: test.info().outputPath(`${theme}-${width}.png`), fullPage: true });
    await expectAccessible(page);
  }

  await api.job({ kind: 'demo', name: 'heal' });
  expect(receiver.kinds().filter((kind) => kind === 'ill')).toHaveLength(1);
  const verdict = async () => (await api.verify()).latest?.report.verdict;
  await expect.poll(verdict, { timeout: 120_000 }).toMatch(/^(pass|warn)$/);
  await expect.poll(receiver.kinds, { timeout: 60_000 }).toContain('recovered');
  const shown = (await page.content()) + (await (await page.request.get('/api/health/notifications')).text());
  for (const secret of Object.values(SECRETS)) expect(shown).not.toContain(secret);
  // A page that is open when its server ends would report the cut line.
  await page.goto('about:blank');
});
