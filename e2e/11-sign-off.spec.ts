import { DashboardState } from '../src/shared/dashboard';
import { SignOffState } from '../src/shared/sign-off';
import { expect, inBothLooks, test } from './test';

test.afterEach(async ({ api }) => {
  if ((await api.state()).demos.length > 0) await api.job({ kind: 'demo', name: 'heal' });
});

test('a person decides on a run, and what changes later makes it void', async ({ page, api, request }) => {
  test.setTimeout(240_000);
  await expect.poll(async () => (await api.state()).running, { timeout: 90_000 }).toBeNull();
  const { latest } = await api.verify();
  const read = async () => SignOffState.parse(await (await request.get('/api/health/sign-offs')).json());
  const { candidate } = await read();
  expect(candidate?.run).toBe(latest?.number);
  // On a busy machine a route may be slow: then the page says which gate is not passed, and only a no-go is taken.
  const isFree = candidate?.against.length === 0;

  await page.goto('/');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Sign-off' }).click();
  const run = page.getByRole('region', { name: `Run #${candidate?.run}`, exact: true });
  const gates = run.getByRole('table', { name: /^Gates of run/ });
  await expect(gates.getByRole('row')).toHaveCount(10);
  await expect(page.getByRole('status').filter({ hasText: 'Nobody has decided yet' })).toBeVisible();
  await inBothLooks(page, 'before');

  const decided = isFree ? 'go' : 'no-go';
  await page.getByRole('radio', { name: isFree ? 'Go' : 'No-go', exact: true }).check();
  await page.getByLabel(/^Your name/).fill('Ada Lovelace');
  await page.getByLabel('Why', { exact: true }).fill('Looked at every gate of this run.');
  // The store is away for a moment: what was typed is there again after it.
  await page.route('**/api/health/state', async (route) => {
    const state = DashboardState.parse(await (await route.fetch()).json());
    const reason = 'The connection to the store was lost: see whether its server runs.';
    const recording = { ...state.recording, state: 'away', since: new Date().toISOString(), reason };
    await route.fulfill({ json: { ...state, recording } });
  });
  const lookAgain = () => page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  const why = page.getByLabel('Why', { exact: true });
  await expect(async () => {
    await lookAgain();
    await expect(page.getByText(/^A decision needs the store/)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(why).toHaveCount(0);
  await page.unroute('**/api/health/state');
  await expect(async () => {
    await lookAgain();
    await expect(why).toHaveValue('Looked at every gate of this run.', { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });

  await page.getByRole('button', { name: 'Decide' }).click();
  const word = `The ${decided} of Ada Lovelace on run #${candidate?.run} stands.`;
  await expect(page.getByText(word)).toBeVisible({ timeout: 90_000 });
  const decisions = page.getByRole('region', { name: 'Decisions' });
  await expect(decisions.getByRole('listitem')).toContainText('Looked at every gate of this run.');
  await inBothLooks(page, 'stands');

  await api.job({ kind: 'demo', name: 'missing-column' });
  await api.verify();
  await expect(
    page.getByText(`The ${decided} of Ada Lovelace on run #${candidate?.run} is void`),
  ).toBeVisible();
  await expect(decisions.getByRole('listitem')).toContainText('The database is another one');
  await page.getByRole('link', { name: /^Look at run #/ }).click();
  await expect(page.getByRole('heading', { name: /reasons? against a go$/ })).toBeVisible();
  await inBothLooks(page, 'void');

  // What the page would not send is refused with every reason.
  const ill = (await read()).candidate;
  const refused = await request.post('/api/health/sign-offs', {
    data: {
      requestId: crypto.randomUUID(),
      environment: (await read()).environment,
      run: ill?.run,
      seen: ill?.seen,
      decision: 'go',
      name: 'Ada Lovelace',
      comment: 'It will be fine, I promise.',
    },
  });
  expect(refused.status()).toBe(409);
  expect(await refused.text()).toContain('No schema errors');
  const foreign = await request.post('/api/health/sign-offs', {
    data: {},
    headers: { origin: 'https://example.org' },
  });
  expect(foreign.status()).toBe(403);
  const report = await (await request.get(`/report/${candidate?.run}?save=markdown`)).text();
  expect(report).toMatch(new RegExp(`\\| ${decided} \\| ■ void since run #`));
});
