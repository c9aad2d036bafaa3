import { LoadedClient } from '../src/shared/client';
import { Report } from '../src/shared/report';
import { driftboard } from './dashboard';
import { expect, expectAccessible, test } from './test';

test.afterEach(async ({ api }) => {
  await api.job({ kind: 'demo', name: 'heal' });
});

test('the incident: an old client in memory, seen as one cause, repaired without a restart', async ({
  page,
  api,
  request,
}) => {
  test.setTimeout(300_000);
  const loaded = async () => LoadedClient.parse(await (await request.get('/api/health/client')).json());
  const before = await loaded();
  const made = await api.job({ kind: 'demo', name: 'stale-client' });
  expect(made, made.outcome ?? '').toMatchObject({ state: 'succeeded' });
  expect((await loaded()).models).toHaveLength(38);
  const { latest } = await api.verify();

  // One root cause with the routes under it, in one sentence.
  expect(latest?.report.verdict).toBe('fail');
  expect(latest?.report.causes.filter((cause) => cause.endpoints.length > 0)).toHaveLength(1);
  await page.goto('/');
  await expect(page).toHaveTitle(/fail/i);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/28 models/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/routes/);
  await expect(page.getByText('client.schema-changed').first()).toBeVisible();

  // What Prisma says of the same moment stands beside it.
  await expect(page.getByText(/Database schema is up to date/).first()).toBeVisible();
  expect(latest?.details.engineDiagnosis).toMatchObject({ upToDate: true });
  await expectAccessible(page);

  // The page of the client says which of the four differ, in which process, and what of the client fails.
  await page.goto('/client');
  const four = page.getByRole('region', { name: 'The four that must agree' });
  await expect(four).toContainText(/lacks 28 models/);
  await expect(four).toContainText(`pid ${before.pid}`);
  await expect(page.getByRole('region', { name: 'Running processes' })).toContainText(`pid ${before.pid}`);
  const delegates = page.getByRole('region', { name: 'Delegates' });
  await delegates.getByRole('searchbox').fill('StrugglePrediction');
  await delegates.getByRole('link', { name: 'StrugglePrediction', exact: true }).click();
  await expect(delegates).toContainText('npx driftboard regenerate');
  await expect(delegates).toContainText('GET /api/analytics/struggle-predictions');
  await expectAccessible(page);

  // The command line says the same, and ends with 1.
  const { code, stdout } = await driftboard(['verify', '--format', 'json']);
  const report = Report.parse(JSON.parse(stdout));
  expect(code).toBe(1);
  expect(report.summary.endpoints?.failing.length).toBeGreaterThan(7);
  const cause = report.causes.find((candidate) => candidate.endpoints.length > 0);
  expect(cause?.models).toEqual(expect.arrayContaining(['StrugglePrediction', 'LearningArticle']));
  expect(cause?.endpoints).toEqual(report.summary.endpoints?.failing.toSorted());

  // Regenerate: steps, log, green; the process is the same one.
  await page.getByRole('button', { name: 'Regenerate client' }).first().click();
  const panel = page.getByRole('region', { name: 'Regenerate the client', exact: true });
  await expect(panel).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Generate the client aside', exact: true })).toBeVisible();
  await expect(panel.getByRole('status')).toContainText(/succeeded|done/i, { timeout: 120_000 });
  await expect(page).toHaveTitle(/pass/i, { timeout: 60_000 });
  const after = await loaded();
  expect(after.models).toHaveLength(66);
  expect(after.pid).toBe(before.pid);
  expect(after.startedAt).toBe(before.startedAt);
  expect((await api.state()).latest?.report.verdict).toBe('pass');

  // What came of it stands on the page, and no line is broken any more.
  await expect(panel).toContainText(/models\s*38.*66/);
  await expect(panel).toContainText('StrugglePrediction');
  await expect(four).toContainText('generated from it');
  await expect(four).toContainText('holds the one on disk');
  await expectAccessible(page);
});
