import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { Notification } from '../src/shared/notification';
import { SignOffState } from '../src/shared/sign-off';
import { ROOT, startDashboard } from './dashboard';
import { test as base, expect } from './test';

type Received = { url: string; told: Notification[] };

/** A dashboard of its own that looks by itself, and a real server that gets what it tells. */
const test = base.extend<{ received: Received }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
  received: async ({}, use) => {
    const told: Notification[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      told.push(Notification.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver has a port.');
    await use({ url: `http://127.0.0.1:${address.port}/hook`, told });
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  },
  baseURL: [
    async ({ received }, use) => {
      const dataDir = await mkdtemp(path.join(ROOT, '.data', 'e2e-story-'));
      const { baseUrl, stop } = await startDashboard(['--size', 'small'], dataDir, {
        DRIFTBOARD_NOTIFY: JSON.stringify([{ kind: 'webhook', name: 'ops', url: received.url }]),
        // On a busy machine a slow route makes the verdict come and go; each change is to be told here.
        DRIFTBOARD_NOTIFY_RULES: JSON.stringify({ flappingChanges: 100 }),
        DRIFTBOARD_INTERVAL_MS: '5000',
        // The embedded Americano names no type check; that gate would stay unknown.
        DRIFTBOARD_SIGN_OFF: JSON.stringify({ gates: { types: false } }),
      });
      await use(baseUrl);
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'test', timeout: 300_000 },
  ],
});

test('illness, incident, notification, cause, regeneration, green, sign-off, change, void', async ({
  page,
  api,
  received,
  request,
}) => {
  // Nobody asks for a run here: each comes by itself, on a busy machine after a while.
  test.setTimeout(600_000);
  const slowly = { timeout: 120_000 };
  const verdict = async () => (await api.state()).latest?.report.verdict;
  const number = async () => (await api.state()).latest?.number ?? 0;
  const signOffs = async () => SignOffState.parse(await (await request.get('/api/health/sign-offs')).json());
  const kinds = () => received.told.map(({ kind }) => kind);
  await expect.poll(verdict, slowly).toMatch(/pass|warn/);

  await test.step('illness: the client is older than the schema', async () => {
    await api.job({ kind: 'demo', name: 'stale-client' });
    await expect.poll(verdict, slowly).toBe('fail');
  });

  await test.step('incident: it stands on the page of the runs, and goes on', async () => {
    await page.goto('/runs');
    await expect(page.getByRole('region', { name: 'Incidents' }).getByText('and goes on')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Schedule' })).toContainText('Verified every 5 s');
  });

  await test.step('notification: the server was told, with the cause', async () => {
    await expect.poll(kinds, slowly).toContain('ill');
    const ill = received.told.find(({ kind }) => kind === 'ill');
    expect(ill?.causes.length).toBeGreaterThan(0);
    expect(ill?.environment).toBe('local');
  });

  await test.step('cause and regeneration: the page names it, and its button repairs it', async () => {
    await page.goto('/');
    // A run that was under way when the client was exchanged may have told of that moment first.
    const titles = () => received.told.flatMap(({ causes }) => causes.map(({ title }) => title));
    const main = page.getByRole('main');
    await expect
      .poll(async () => {
        const text = (await main.textContent()) ?? '';
        return titles().some((title) => text.includes(title));
      }, slowly)
      .toBe(true);
    await page
      .getByRole('button', { name: /^Regenerate/ })
      .first()
      .click();
    await expect
      .poll(async () => (await api.state()).jobs.find(({ kind }) => kind === 'regenerate')?.state, slowly)
      .toBe('succeeded');
  });

  await test.step('green: it is seen, told and ends the incident', async () => {
    await expect.poll(verdict, slowly).toMatch(/pass|warn/);
    await expect.poll(kinds, slowly).toContain('recovered');
    await page.goto('/runs');
    await expect(page.getByRole('region', { name: 'Incidents' }).getByText('What ended it')).toBeVisible();
  });

  const decided = await test.step('sign-off: a person decides on what stands there', async () => {
    // On a busy machine a route may be too slow in one run: then the gate says so, and the next run may do.
    await expect
      .poll(async () => (await signOffs()).candidate?.against ?? ['no run'], slowly)
      .toEqual([])
      .catch(() => undefined);
    await page.goto('/sign-off');
    const isFree = (await signOffs()).candidate?.against.length === 0;
    await page.getByRole('radio', { name: isFree ? 'Go' : 'No-go', exact: true }).check();
    await page.getByLabel(/^Your name/).fill('Grace Hopper');
    await page.getByLabel('Why', { exact: true }).fill('The incident is over, and every gate was looked at.');
    await page.getByRole('button', { name: 'Decide' }).click();
    await expect(page.getByText(/of Grace Hopper on run #\d+ stands\./)).toBeVisible(slowly);
    return (await signOffs()).signOffs[0];
  });

  await test.step('change and void: what comes later differs, and the decision says so', async () => {
    const before = await number();
    await api.job({ kind: 'demo', name: 'missing-column' });
    await expect.poll(verdict, slowly).toBe('fail');
    expect(await number()).toBeGreaterThan(before);
    await expect.poll(async () => (await signOffs()).signOffs[0]?.standing, slowly).toBe('void');
    await page.goto('/sign-off');
    await expect(
      page.getByText(`The ${decided?.decision} of Grace Hopper on run #${decided?.run} is void`),
    ).toBeVisible();
    // The first run that differs may have begun before the change and ended after it: what it says is its own.
    await expect(page.getByRole('region', { name: 'Decisions' })).toContainText('Void since run #');
    await expect.poll(() => kinds().filter((kind) => kind === 'ill').length, slowly).toBeGreaterThan(1);
  });
  await page.goto('about:blank');
});
