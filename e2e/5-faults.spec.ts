import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { DashboardState } from '../src/shared/dashboard';
import { ROOT, startDashboard } from './dashboard';
import { expect, expectAccessible, PAGES, test } from './test';

/** A dashboard of its own, on settings that cannot work; its pages must still work. */
async function withSettings(
  page: Page,
  env: Readonly<Record<string, string>>,
  use: (baseUrl: string) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(path.join(ROOT, '.data', 'e2e-faults-'));
  const { baseUrl, stop } = await startDashboard([], dataDir, env);
  try {
    await use(baseUrl);
  } finally {
    // A page that is open when its server ends would report the cut line.
    await page.goto('about:blank');
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

test('a database that does not answer is unknown on every page, with the reason and without the password', async ({
  page,
  request,
}) => {
  const env = {
    DATABASE_URL: 'postgresql://nobody:hunter2@127.0.0.1:1/none',
    DRIFTBOARD_SCHEMA: path.join(ROOT, 'prisma', 'schema.prisma'),
  };
  await withSettings(page, env, async (baseUrl) => {
    const state = async () =>
      DashboardState.parse(await (await request.get(new URL('/api/health/state', baseUrl).href)).json());
    await expect
      .poll(async () => (await state()).latest?.report.verdict ?? null, { timeout: 60_000 })
      .toBe('unknown');
    expect(JSON.stringify(await state())).not.toContain('hunter2');
    for (const address of PAGES) {
      await page.goto(new URL(address, baseUrl).href);
      await expect(page).toHaveTitle(/unknown/i);
      await expect(page.getByRole('main')).toBeVisible();
      await expectAccessible(page);
      expect(await page.content()).not.toContain('hunter2');
    }
    await page.goto(new URL('/sign-off', baseUrl).href);
    await expect(page.getByText(/^A decision needs the store.* No STORE_URL is set/)).toBeVisible();
    await page.goto(baseUrl);
    await expect(page.getByText(/Nothing listens at 127\.0\.0\.1:1/).first()).toBeVisible();
    await expect(page.getByText('67/67')).toHaveCount(0);
  });
});

test('a schema that is half written names its line, and what needs no schema is still checked', async ({
  page,
}) => {
  const folder = await mkdtemp(path.join(ROOT, '.data', 'e2e-schema-'));
  const schema = path.join(folder, 'schema.prisma');
  await writeFile(
    schema,
    'datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id Int @id\n  name Strin\n',
  );
  try {
    const env = { DATABASE_URL: 'postgresql://nobody:hunter2@127.0.0.1:1/none', DRIFTBOARD_SCHEMA: schema };
    await withSettings(page, env, async (baseUrl) => {
      await page.goto(baseUrl);
      await expect(page).toHaveTitle(/unknown/i, { timeout: 60_000 });
      await expect(page.getByText(/schema\.prisma:\d+/).first()).toBeVisible();
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
