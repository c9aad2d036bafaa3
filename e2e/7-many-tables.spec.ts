import { DashboardState } from '../src/shared/dashboard';
import { startOnManyTables } from './many-tables';
import { scrollAndType } from './stutter';
import { expect, expectAccessible, test } from './test';

test('10,000 tables scroll and filter without a stutter', async ({ page }) => {
  await page.goto('/design?tables=10000');
  await expect(page.getByRole('status').filter({ hasText: '10,000 of 10,000 tables' })).toBeVisible();
  // What runs once after the page came is no stutter of scrolling.
  await page.waitForTimeout(1_000);
  await scrollAndType(page, 'table_0123');
  await page.keyboard.press('/');
  await page.keyboard.type('table_01234');
  await expect(page.getByRole('status').filter({ hasText: '1 of 10,000 tables' })).toBeVisible();
  await expectAccessible(page);
});

test('a link to a row among 10,000 shows that row', async ({ page, consoleErrors }) => {
  await page.goto('/design?tables=10000&group=none&open=public.table_05000');
  await expect(page.locator('[data-row="public.table_05000"]')).toBeInViewport();
  // The made-up run is not kept by the server, which says so.
  await expect(page.getByRole('alert').filter({ hasText: /There is no run/ })).toBeVisible();
  consoleErrors.length = 0;
});

test('the same on a real database of 10,000 tables, fetched in pages', async ({ page, request }) => {
  test.skip(
    process.env.DRIFTBOARD_LONG !== '1',
    'Making and reading 10,000 real tables takes minutes: set DRIFTBOARD_LONG=1.',
  );
  test.setTimeout(20 * 60_000);
  const { baseUrl, stop } = await startOnManyTables(10_000);
  try {
    const read = async () => await (await request.get(new URL('/api/health/state', baseUrl).href)).text();
    const run = async () => DashboardState.parse(JSON.parse(await read())).latest;
    // While it reads 10,000 tables for the first time the server is slow to answer, and an idle connection may be cut.
    const counted = async () => (await run().catch(() => null))?.details.counts.tables ?? null;
    await expect.poll(counted, { timeout: 300_000 }).toBe(10_000);
    const state = await read();
    test.info().annotations.push({ type: 'state', description: `${state.length} bytes` });
    expect(state.length).toBeLessThan(250_000);

    await page.goto(new URL('/database', baseUrl).href);
    await expect(page.getByRole('status').filter({ hasText: '10,000 of 10,000 tables' })).toBeVisible({
      timeout: 60_000,
    });
    await page.waitForTimeout(1_000);
    await scrollAndType(page, 'entity_0123');
    await page.goto(new URL('/database?open=public.entity_05000', baseUrl).href);
    await expect(page.locator('[data-row="public.entity_05000"]')).toBeInViewport({ timeout: 60_000 });
    await expect(page.getByText(/12 equal on/).first()).toBeVisible();
  } finally {
    await page.goto('about:blank');
    await stop();
  }
});
