import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { DashboardState } from '../src/shared/dashboard';
import { StartRunResponse } from '../src/shared/http';
import { Job, type JobRequest } from '../src/shared/job';

/** The dashboard as a program sees it: to bring about a state, and to read what a page should show. */
export type Api = {
  state(): Promise<DashboardState>;
  /** Verifies and waits until the run is kept. */
  verify(): Promise<DashboardState>;
  /** Starts a job and waits for its end. */
  job(request: JobRequest): Promise<Job>;
};

/** The server may close an idle connection just as a question is sent on it: a browser asks such a one again by itself. */
const IDLE_CLOSED = { maxRetries: 2 };

/** A page whose console is watched: an error there fails the test. */
export const test = base.extend<{ api: Api; consoleErrors: string[] }>({
  consoleErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      await use(errors);
      expect(errors, 'errors in the browser console').toEqual([]);
    },
    { auto: true },
  ],
  api: async ({ request }, use) => {
    const state = async () =>
      DashboardState.parse(await (await request.get('/api/health/state', IDLE_CLOSED)).json());
    await use({
      state,
      async verify() {
        // A run that is going on may have begun before the change that is to be seen.
        await expect.poll(async () => (await state()).running).toBeNull();
        const response = await request.post('/api/health/runs', { data: { wait: true }, timeout: 60_000 });
        const { runId } = StartRunResponse.parse(await response.json());
        await expect.poll(async () => (await state()).latest?.report.runId, { timeout: 60_000 }).toBe(runId);
        return state();
      },
      async job(wanted) {
        await expect
          .poll(async () => (await state()).jobs.some((each) => each.state === 'running'), {
            timeout: 90_000,
          })
          .toBe(false);
        const response = await request.post('/api/health/jobs', { data: wanted });
        const { id } = Job.parse(await response.json());
        const read = async () =>
          Job.parse(await (await request.get(`/api/health/jobs/${id}`, IDLE_CLOSED)).json());
        await expect.poll(async () => (await read()).state, { timeout: 90_000 }).not.toBe('running');
        return read();
      },
    });
  },
});
export { expect };

/** `/` goes to the filter, once the page listens: on a busy machine its text is there some seconds before. */
export async function goToFilter(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox').first()).toBeFocused({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

export const PAGES = [
  '/',
  '/database',
  '/client',
  '/endpoints',
  '/indexes',
  '/runs',
  '/sign-off',
  '/notifications',
] as const;

/** No rule of axe broken, and nothing that makes the page scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  // All rules, on the page itself, which has no frames; of what is in order axe describes one element and not each, which
  // takes two fifths of the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze();
  expect(
    violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`),
  ).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'pixels of sideways scrolling').toBeLessThanOrEqual(0);
}

export const LOOKS = [
  { theme: 'light', width: 1440, height: 1000 },
  { theme: 'dark', width: 360, height: 740 },
] as const;

/** The same page wide and narrow, light and dark, with a picture of each. */
export async function inBothLooks(page: Page, name: string): Promise<void> {
  for (const { theme, width, height } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    // The report is a document of its own, without a theme to choose.
    const themed = page.locator('html[data-theme]');
    if ((await themed.count()) > 0) await expect(themed).toHaveAttribute('data-theme', theme);
    await page.screenshot({ path: test.info().outputPath(`${name}-${theme}-${width}.png`), fullPage: true });
    await expectAccessible(page);
  }
  await page.setViewportSize(LOOKS[0]);
}
