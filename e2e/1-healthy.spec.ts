import { Report } from '../src/shared/report';
import { driftboard } from './dashboard';
import { expect, expectAccessible, PAGES, test } from './test';

test.beforeAll(async ({ request }) => {
  expect((await request.get('/api/health/live')).ok()).toBe(true);
});

test('a fresh Americano is healthy, and every figure was measured', async ({ page, api }) => {
  const { latest } = await api.verify();
  expect(latest?.report.checks.filter((check) => !['pass', 'skipped'].includes(check.verdict))).toEqual([]);
  await page.goto('/');
  await expect(page).toHaveTitle(/pass/i);
  await expect(page.getByText('67/67')).toBeVisible();
  await expect(page.getByText('51/51')).toBeVisible();
  await expect(page.getByText(/15\/15/)).toBeVisible();
});

test('verify agrees on the command line: 67 tables, 51 enums, 66 models, 15 endpoints, 27 strategic indexes', async () => {
  const { code, stdout } = await driftboard(['verify', '--format', 'json']);
  const report = Report.parse(JSON.parse(stdout));
  expect(report.checks.flatMap((check) => check.findings.map((finding) => finding.message))).toEqual([]);
  expect(report).toMatchObject({
    verdict: 'pass',
    summary: {
      tables: { expected: 67, observed: 67, missing: [], unexpected: [] },
      enums: { expected: 51, observed: 51, missing: [], unexpected: [] },
      models: { expected: 66, usable: 66, failing: [] },
      endpoints: { declared: 15, passing: 15, failing: [] },
      indexes: { missing: [], coverage: 1, strategic: { expected: 27, observed: 27 } },
    },
  });
  expect(code).toBe(0);
});

test('the page is readable without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByText('67/67')).toBeVisible();
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });
      for (const path of [...PAGES, '/design']) {
        test(`${path} breaks no rule of axe and does not scroll sideways`, async ({ page }) => {
          await page.goto(path);
          await expect(page.getByRole('main')).toBeVisible();
          await expectAccessible(page);
        });
      }
    });
  }
}

test('keyboard: pages, help, palette and filter', async ({ page }) => {
  await page.goto('/database');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/command/i).fill('struggle_predictions');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/open=/);
  await expect(page.getByText('struggle_predictions').first()).toBeVisible();
});

test('an unknown address says so and keeps the navigation', async ({ page, consoleErrors }) => {
  const response = await page.goto('/nowhere');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('link', { name: 'Overview' })).toBeVisible();
  // The browser itself logs the status of the page that was asked for.
  consoleErrors.length = 0;
});
