import { Job } from '../src/shared/job';
import { driftboard } from './dashboard';
import { expect, test } from './test';

test('a page that is open sees a run and a job that somebody else started', async ({ page, api }) => {
  await page.goto('/');
  const before = (await api.state()).latest?.number ?? 0;
  const { latest } = await api.verify();
  expect(latest?.number).toBeGreaterThan(before);
  await expect(page.getByText(/live/).first()).toBeVisible();

  const job = api.job({ kind: 'regenerate' });
  const panel = page.getByRole('region', { name: 'Regenerate the client', exact: true });
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
  const seen = second.getByRole('region', { name: 'Regenerate the client', exact: true });
  await expect(seen).toContainText(/in the dashboard, by process \d+/);
  await expect(second.getByRole('button', { name: 'Regenerating…' })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Regenerate the client', exact: true })).toBeVisible();
  await second.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(async () => (await api.state()).jobs[0]).toMatchObject({ id, state: 'cancelled' });
  await expect(
    page.getByRole('region', { name: 'Regenerate the client', exact: true }).getByRole('status'),
  ).toContainText(/cancelled/i);
  await other.close();

  // The old client is whole and still loaded.
  expect(await (await request.get('/api/health/client')).json()).toEqual(client);
  expect((await api.verify()).latest?.report.verdict).toBe('pass');
});

test('two browsers and the command line ask in the same second: one job, three viewers, one result', async ({
  page,
  browser,
  api,
  baseURL,
}) => {
  const known = new Set((await api.state()).jobs.map(({ id }) => id));
  const other = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const second = await other.newPage();
  const answers: Promise<unknown>[] = [];
  for (const each of [page, second]) {
    each.on('response', (response) => {
      if (response.request().method() === 'POST') answers.push(response.json());
    });
    await each.goto('/client');
  }
  const buttons = [page, second].map((each) =>
    each.getByRole('button', { name: 'Regenerate client' }).first(),
  );
  for (const button of buttons) await expect(button).toBeEnabled();

  const commandLine = driftboard(['regenerate', '--only', 'client']);
  // Both at once: a page that has heard of the job first has its button switched off.
  await Promise.all(
    buttons.map((button) => button.evaluate((element) => element instanceof HTMLElement && element.click())),
  );
  const { code, stderr } = await commandLine;
  expect(code, stderr).toBe(0);

  const { jobs } = await api.state();
  const fresh = jobs.filter(({ id }) => !known.has(id));
  expect(fresh).toHaveLength(1);
  const [job] = fresh;
  expect(job).toMatchObject({ kind: 'regenerate', state: 'succeeded' });
  const ids = (await Promise.all(answers)).flatMap((body) => {
    const answered = Job.safeParse(body);
    return answered.success ? [answered.data.id] : [];
  });
  expect(new Set(ids)).toEqual(new Set([job?.id]));
  expect(stderr).toContain(job?.outcome ?? 'no outcome');
  if (job?.startedBy.via === 'dashboard') {
    expect(stderr).toContain(
      `joined “Regenerate the client”, which process ${job.startedBy.pid} of the dashboard began`,
    );
  }
  for (const each of [page, second]) {
    const panel = each.getByRole('region', { name: 'Regenerate the client', exact: true });
    await expect(panel.getByRole('status')).toContainText(/succeeded|done/i);
    await expect(panel).toContainText(job?.outcome ?? 'no outcome');
  }
  await other.close();
});

test('a page shows what the command line does, and can cancel it', async ({ page, api, request }) => {
  const client = await (await request.get('/api/health/client')).json();
  await page.goto('/client');
  const commandLine = driftboard(['regenerate', '--only', 'client']);
  const panel = page.getByRole('region', { name: 'Regenerate the client', exact: true });
  await panel.getByRole('button', { name: 'Cancel' }).click({ timeout: 60_000 });
  const { code, stderr } = await commandLine;
  expect(code, stderr).toBe(130);
  await expect(panel.getByRole('status')).toContainText(/cancelled/i);
  await expect
    .poll(async () => (await api.state()).jobs[0])
    .toMatchObject({ state: 'cancelled', startedBy: { via: 'command-line' } });
  expect(await (await request.get('/api/health/client')).json()).toEqual(client);
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
