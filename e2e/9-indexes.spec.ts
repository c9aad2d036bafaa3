import type { Page } from '@playwright/test';
import { driftboard } from './dashboard';
import { expect, expectAccessible, goToFilter, test } from './test';

const LOOKS = [
  { theme: 'light', width: 1440, height: 1000 },
  { theme: 'dark', width: 360, height: 740 },
  { theme: 'light', width: 360, height: 740 },
  { theme: 'dark', width: 1440, height: 1000 },
] as const;

const picture = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

/** The same page as somebody else sees it: nothing is loaded again, so that a look costs little. */
async function inLooks(page: Page, name: string, looks: readonly (typeof LOOKS)[number][]): Promise<void> {
  for (const { theme, width, height } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await picture(page, `${name}-${theme}-${width}`);
    await expectAccessible(page);
  }
}

test.afterEach(async ({ api }) => {
  if ((await api.state()).demos.length > 0) await api.job({ kind: 'demo', name: 'heal' });
});

test('coverage first, facts and guesses apart, and a query with its plan', async ({ page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize(LOOKS[0]);
  await page.goto('/design?indexes=findings');
  const coverage = page.getByRole('region', { name: 'Coverage', exact: true });
  await expect(coverage.getByRole('listitem').filter({ hasText: 'Strategic' })).toContainText('26 of 27');
  const facts = page.getByRole('region', { name: 'Facts', exact: true });
  const guesses = page.getByRole('region', { name: 'Guesses', exact: true });
  await expect(facts).toContainText('index.duplicate');
  await expect(facts).not.toContainText('index.unused');
  await expect(guesses).toContainText('index.unused');
  await expect(guesses).toContainText('2 standbys read beside it');
  await expect(page.getByRole('region', { name: 'Plans', exact: true })).toContainText('query.sort');
  await inLooks(page, 'findings', LOOKS.slice(0, 2));

  // By keyboard to the first fact: its repair as SQL, its routes.
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(facts.getByText(/^CREATE INDEX CONCURRENTLY/)).toBeVisible();
  await expect(facts).toContainText('GET /api/analytics/struggle-predictions');

  await page.goto('/design?indexes=findings&view=queries&open=q1');
  const plan = page.getByRole('region', { name: 'Plan', exact: true });
  await expect(plan.getByText('reads the whole table')).toBeVisible();
  await expect(plan.getByText('sorts what an index could order')).toBeVisible();
  const proposed = page.getByRole('region', { name: 'Proposed indexes' });
  await expect(proposed).toContainText('the plan costs 98.7 % less');
  await expect(proposed).toContainText('Not tried: The value of $2 is not known');
  await inLooks(page, 'plan', LOOKS.slice(2));
});

test('what was not measured says why and is not green', async ({ page }) => {
  await page.goto('/design?indexes=not+measured');
  const queries = page
    .getByRole('region', { name: 'Coverage', exact: true })
    .getByRole('listitem')
    .filter({ hasText: 'Queries' });
  await expect(queries).toContainText('not measured');
  await expect(queries).toContainText('install pg_stat_statements');
  await expect(page.getByRole('region', { name: 'Guesses', exact: true })).toContainText(
    'The statistics are 3 h old',
  );
  await inLooks(page, 'not-measured', LOOKS.slice(1, 2));
  await page.getByRole('link', { name: 'Cache', exact: true }).click();
  await expect(page).toHaveURL(/view=cache/);
  await expect(page.getByRole('region', { name: 'Cache', exact: true })).toContainText(
    'No --redis-url is set',
  );
});

test('50,000 indexes are filtered by a key', async ({ page }) => {
  await page.goto('/design?indexes=many&view=all&group=none');
  await expect(page.getByRole('status').filter({ hasText: '50,000 of 50,000 indexes' })).toBeVisible();
  await goToFilter(page);
  await page.keyboard.type('table_01234_c3');
  await expect(page.getByRole('status').filter({ hasText: '1 of 50,000 indexes' })).toBeVisible();
  await expect(page).toHaveURL(/q=table_01234_c3/);
});

test('a strategic index that was dropped is named with its routes and its repair, here and in the terminal', async ({
  page,
  api,
}) => {
  await api.job({ kind: 'demo', name: 'dropped-index' });
  const { latest, demos } = await api.verify();
  expect(demos).toContain('dropped-index');
  const finding = latest?.report.checks
    .flatMap((check) => check.findings)
    .find(({ rule }) => rule === 'index.missing');
  expect(finding).toBeDefined();
  if (finding === undefined) return;

  await page.goto('/');
  await expect(page.getByText('index.missing').first()).toBeVisible();
  await expect(page.getByText('26/27 strategic in place')).toBeVisible();

  await page.goto('/indexes');
  const strategic = page
    .getByRole('region', { name: 'Coverage', exact: true })
    .getByRole('listitem')
    .filter({ hasText: 'Strategic' });
  await expect(strategic).toContainText('26 of 27');
  const facts = page.getByRole('region', { name: 'Facts', exact: true });
  await facts.locator(`[data-row="${finding.key}"]`).click();
  await expect(facts.getByText(/^CREATE INDEX CONCURRENTLY/)).toContainText(finding.subject.name);
  for (const route of finding.affects.slice(0, 2)) await expect(facts).toContainText(route);
  await picture(page, 'dropped');

  const { stdout } = await driftboard(['verify', '--only', 'indexes']);
  expect(stdout).toMatch(/^indexes: declared \d+\/\d+, strategic 26\/27/m);

  await api.job({ kind: 'demo', name: 'heal' });
  const well = await api.verify();
  expect(well.latest?.report.checks.flatMap((check) => check.findings.map((each) => each.key))).toEqual([]);
  expect(well.latest?.report.verdict).toBe('pass');
  await expect(strategic).toContainText('27 of 27');
  await expect(facts).not.toContainText(finding.subject.name);
});
