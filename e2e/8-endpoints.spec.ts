import type { Page } from '@playwright/test';
import { driftboard } from './dashboard';
import { expect, expectAccessible, test } from './test';

const LOOKS = [
  { theme: 'light', width: 1440, height: 1000 },
  { theme: 'dark', width: 1440, height: 1000 },
  { theme: 'light', width: 360, height: 740 },
  { theme: 'dark', width: 360, height: 740 },
] as const;

async function lookAs(page: Page, { theme, width, height }: (typeof LOOKS)[number]): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
}

const picture = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

test.afterEach(async ({ api }) => {
  if ((await api.state()).demos.length > 0) await api.job({ kind: 'demo', name: 'heal' });
});

/** The same page in both themes, wide and narrow: nothing is loaded again, so that a look costs little. */
async function inEveryLook(page: Page, name: string): Promise<void> {
  for (const look of LOOKS) {
    await lookAs(page, look);
    await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme);
    await picture(page, `${name}-${look.theme}-${look.width}`);
    await expectAccessible(page);
  }
}

test('routes in every state', async ({ page }) => {
  // Four looks, each with all rules of axe: on a busy machine that takes its time.
  test.setTimeout(240_000);
  await lookAs(page, LOOKS[0]);
  await page.goto('/design?endpoints=routes');
  const routes = page.getByRole('region', { name: 'Routes', exact: true });
  // What was not sent is there, with its word and its reason.
  await expect(routes).toContainText('/api/account/profile');
  await expect(routes).toContainText('AMERICANO_TOKEN');
  await expect(routes.getByText('Unknown', { exact: true })).toBeVisible();
  await expect(routes.getByText('Skipped', { exact: true })).toBeVisible();
  const untested = page.getByRole('region', { name: 'Routes in the code that nobody tests' });
  await expect(untested).toContainText('/api/analytics/exports/[id]');

  // Opened: the request, the answer with the value that is not as declared, the past run by run.
  await routes.getByRole('link', { name: /\/api\/analytics\/summary/ }).click();
  await expect(page.getByRole('region', { name: 'Request' })).toContainText('summary?days=7');
  const answer = page.getByRole('region', { name: 'The answer', exact: true });
  await expect(answer.locator('[data-verdict="fail"]')).toContainText('"score": -4');
  await page.getByText(/^History, /).click();
  await expect(page.getByRole('table', { name: 'The kept runs of this route' })).toBeVisible();
  await inEveryLook(page, 'opened');
});

test('the graph of sixty things', async ({ page }) => {
  // Four looks, each with all rules of axe: on a busy machine that takes its time.
  test.setTimeout(240_000);
  await lookAs(page, LOOKS[0]);
  await page.goto('/design?endpoints=graph');
  const graph = page.getByRole('region', { name: 'Graph of sixty things' });
  const thing = graph.getByRole('button', { name: 'model BehavioralPattern: Fail' });
  await expect(thing).toBeAttached();
  // By keyboard: what is come to is brought into sight, and opens with its reasons.
  await thing.focus();
  await page.keyboard.press('Enter');
  await expect(thing).toBeInViewport();
  await expect(page.getByRole('region', { name: 'About BehavioralPattern' })).toContainText('Brings about');
  // A fold opens.
  await graph.getByRole('button', { name: /^11 more/ }).focus();
  await page.keyboard.press('Enter');
  await expect(graph.getByRole('button', { name: /^route GET / })).toHaveCount(22);
  await graph.getByText(/^The same as a table, /).click();
  await expect(graph.getByRole('table', { name: 'Links from causes to what comes of them' })).toBeVisible();
  await inEveryLook(page, 'graph');
});

test('a column that lacks: its routes under one cause, drawn and said in the terminal', async ({
  page,
  api,
}) => {
  test.setTimeout(240_000);
  await api.job({ kind: 'demo', name: 'missing-column' });
  const { latest } = await api.verify();
  const cause = latest?.report.causes.find(({ endpoints }) => endpoints.length > 0);
  const route = latest?.details.endpoints?.find(
    ({ verdict, id }) => verdict === 'fail' && cause?.endpoints.includes(id),
  );
  expect(route, JSON.stringify(latest?.report.causes)).toBeDefined();
  if (cause === undefined || route === undefined) return;

  await page.goto('/');
  await page.getByRole('button', { name: 'Graph', exact: true }).click();
  await expect(page).toHaveURL(/graph=1/);
  const graph = page.getByRole('region', { name: 'Graph', exact: true });
  await expect(
    graph.getByRole('button', { name: new RegExp(`^route ${route.method} ${route.path}`) }),
  ).toBeVisible();
  await picture(page, 'overview-graph');
  await expectAccessible(page);

  await page.goto(`/endpoints?group=cause&graph=1&open=${encodeURIComponent(route.id)}`);
  await expect(page.getByRole('rowgroup').filter({ hasText: cause.title }).first()).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Cause' }).getByRole('link', { name: cause.title }),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: 'Request' })).toContainText(`${route.method} http`);
  await picture(page, 'endpoint-cause');
  await expectAccessible(page);

  const { code, stdout } = await driftboard(['smoke']);
  expect(code).toBe(1);
  expect(stdout).toMatch(new RegExp(`■ FAIL +${route.method} +${route.path} +500 +[\\d.]+ m?s of `));
  expect(stdout).toMatch(/15 routes: .*fail/);
});
