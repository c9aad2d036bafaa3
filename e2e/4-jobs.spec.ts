import { expect, test } from './test';

test('a page that is open sees a run and a job that somebody else started', async ({ page, api }) => {
  await page.goto('/');
  const before = (await api.state()).latest?.number ?? 0;
  const { latest } = await api.verify();
  expect(latest?.number).toBeGreaterThan(before);
  await expect(page.getByText(/live/).first()).toBeVisible();

  const job = api.job({ kind: 'regenerate' });
  const panel = page.getByRole('region', { name: 'Regenerate the client' });
  await expect(panel).toBeVisible();
  expect(await job).toMatchObject({ state: 'succeeded' });
  await expect(panel.getByRole('status')).toContainText(/succeeded|done/i);
});

test('a second browser and a reload show the same job, and it can be cancelled', async ({
  page,
  browser,
  api,
  request,
  baseURL,
}) => {
  const client = await (await request.get('/api/health/client')).json();
  await page.goto('/client');
  await page.getByRole('button', { name: 'Regenerate client' }).first().click();
  await expect.poll(async () => (await api.state()).jobs[0]?.state).toBe('running');
  const id = (await api.state()).jobs[0]?.id;

  const other = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const second = await other.newPage();
  await second.goto('/client');
  const seen = second.getByRole('region', { name: 'Regenerate the client' });
  await expect(seen).toContainText(/in the dashboard, by process \d+/);
  await expect(second.getByRole('button', { name: 'Regenerating…' })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Regenerate the client' })).toBeVisible();
  await second.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(async () => (await api.state()).jobs[0]).toMatchObject({ id, state: 'cancelled' });
  await expect(page.getByRole('region', { name: 'Regenerate the client' }).getByRole('status')).toContainText(
    /cancelled/i,
  );
  await other.close();

  // The old client is whole and still loaded.
  expect(await (await request.get('/api/health/client')).json()).toEqual(client);
  expect((await api.verify()).latest?.report.verdict).toBe('pass');
});

test('a page of another site may not start anything', async ({ request }) => {
  const response = await request.post('/api/health/jobs', {
    data: { kind: 'demo', name: 'missing-table' },
    headers: { origin: 'https://evil.example' },
  });
  expect(response.status()).toBe(403);
});

test('wrong requests are answered with a sentence', async ({ request }) => {
  const bad = await request.post('/api/health/jobs', { data: { kind: 'format-the-disk' } });
  expect(bad.status()).toBe(400);
  expect((await request.get('/api/health/runs/0')).status()).toBe(400);
  expect((await request.get('/api/health/runs/999999')).status()).toBe(404);
  expect((await request.post('/api/health/client')).status()).toBe(401);
});
