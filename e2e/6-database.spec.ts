import { z } from 'zod';
import { ObjectDetail } from '../src/shared/objects';
import { RowsPage } from '../src/shared/rows';
import { expect, expectAccessible, goToFilter, test } from './test';

const VIEWS = ['tables', 'enums', 'others', 'migrations', 'repair', 'rehearsal'] as const;

test.afterEach(async ({ api }) => {
  if ((await api.state()).demos.length > 0) await api.job({ kind: 'demo', name: 'heal' });
});

test('a dropped column: three sides, its repair with its lock, and the same address shows it again', async ({
  page,
  api,
}) => {
  await api.job({ kind: 'demo', name: 'missing-column' });
  const { latest } = await api.verify();
  const finding = latest?.report.checks
    .flatMap((check) => check.findings)
    .find((each) => each.rule === 'column.missing');
  const table = finding?.subject.table ?? '';
  const column = (finding?.subject.name ?? '').split('.').at(-1) ?? '';

  await page.goto('/database?only=ill');
  await expect(page.getByRole('status').filter({ hasText: /^1 of 67 tables/ })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`open=public\\.${table}`));
  const columns = page.getByRole('table', { name: /^Columns 1 of/ });
  const row = columns.getByRole('row').filter({ hasText: column });
  await expect(columns.getByRole('columnheader')).toHaveText([
    'Name',
    'schema.prisma',
    'migrations',
    'database',
  ]);
  await expect(row.getByRole('cell').last()).toHaveText('(none)');
  await expect(row.getByRole('cell').first()).not.toHaveText('(none)');
  await expectAccessible(page);
  await page.reload();
  await expect(row).toBeVisible();

  // The repair of all: the statement with its lock in words, and the finding that it repairs.
  await page.getByRole('link', { name: /^Repair/ }).click();
  await expect(page).toHaveURL(/view=repair/);
  const repair = page.getByRole('region', { name: 'Repair', exact: true });
  await expect(repair.getByText(new RegExp(`ADD COLUMN "${column}"`)).first()).toBeVisible();
  await expect(repair.getByText('blocks reads and writes').first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(repair.getByRole('list', { name: 'Repairs' })).toContainText('column.missing');
  await expectAccessible(page);
});

test('what only the database has says so, and can be accepted instead', async ({ page, api }) => {
  await api.job({ kind: 'demo', name: 'manual-sql' });
  const { latest } = await api.verify();
  const finding = latest?.report.checks
    .flatMap((check) => check.findings)
    .find((each) => each.rule === 'column.unexpected');
  expect(finding).toBeDefined();
  await page.goto(`/database?open=public.${finding?.subject.table}`);
  const row = page
    .getByRole('table', { name: /^Columns 1 of/ })
    .getByRole('row')
    .last();
  await expect(row.getByRole('cell').nth(0)).toHaveText('(none)');
  await expect(row.getByRole('cell').nth(1)).toHaveText('(none)');
  await expect(row.getByRole('cell').nth(2)).not.toHaveText('(none)');
  await expect(page.getByText(finding?.sides?.verdict ?? 'no verdict of the sides').first()).toBeVisible();
  await expect(page.getByText(/^(Repair, edit|Or accept it:)$/).first()).toBeVisible();
});

test('keyboard and address: filter, grouping and views', async ({ page }) => {
  await page.goto('/database');
  await goToFilter(page);
  await page.keyboard.type('struggle');
  await expect(page).toHaveURL(/q=struggle/);
  await expect(page.getByRole('status').filter({ hasText: /^\d of 67 tables/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByLabel('Group by').selectOption('schema');
  await expect(page).toHaveURL(/group=schema/);
  await expect(
    page.getByRole('rowheader', { name: /^public/ }).or(page.getByText('public 67')),
  ).toBeVisible();
  for (const view of VIEWS.slice(1)) {
    await page.goto(`/database?view=${view}`);
    await expect(page.locator('nav[aria-label="Parts of the database"] [aria-current]')).toHaveAttribute(
      'href',
      new RegExp(view),
    );
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });
      test('every view breaks no rule of axe and does not scroll sideways', async ({ page }) => {
        for (const view of VIEWS) {
          await page.goto(`/database?view=${view}`);
          await expect(page.getByRole('region').first()).toBeVisible();
          await expectAccessible(page);
        }
      });
    });
  }
}

test('rows and objects are fetched apart from the state, which stays small', async ({ api, request }) => {
  const { latest } = await api.verify();
  const run = latest?.number ?? 0;
  const state = await (await request.get('/api/health/state')).text();
  expect(state.length).toBeLessThan(250_000);
  expect(state).not.toContain('"position"');
  const rows = RowsPage.tables.parse(
    await (await request.get(`/api/health/runs/${run}/rows?kind=tables`)).json(),
  );
  expect(rows.total).toBe(latest?.details.counts.tables);
  const object = ObjectDetail.parse(
    await (await request.get(`/api/health/runs/${run}/objects?kind=table&schema=public&name=users`)).json(),
  );
  expect(object).toMatchObject({
    kind: 'table',
    sides: { schema: { name: 'users' }, database: { name: 'users' } },
  });

  const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
  const refusal = async (path: string) => {
    const response = await request.get(`/api/health/runs/${path}`);
    return [response.status(), Refusal.parse(await response.json()).error.code];
  };
  expect(await refusal(`${run}/rows?kind=horses`)).toEqual([400, 'bad-request']);
  expect(await refusal(`${run + 999}/rows?kind=tables`)).toEqual([404, 'not-found']);
  expect(await refusal(`${run}/objects?kind=table&schema=public&name=nobody`)).toEqual([404, 'not-found']);
  if (run > 2) expect(await refusal('1/rows?kind=tables')).toEqual([410, 'gone']);
});

test('a rehearsal: its steps, what ran, that nothing would remain, and stale when a newer run exists', async ({
  page,
  api,
}) => {
  test.setTimeout(240_000);
  await api.job({ kind: 'demo', name: 'missing-column' });
  await api.verify();
  await page.goto('/database?view=rehearsal');
  const view = page.getByRole('region', { name: 'Rehearsal', exact: true });
  await view.getByRole('button', { name: 'Rehearse the repair' }).click();
  const job = page.getByRole('region', { name: 'Rehearse the repair' });
  await expect(job.getByRole('status')).toContainText(/succeeded/i, { timeout: 120_000 });
  const { rehearsal } = await api.state();
  expect(rehearsal, rehearsal?.sentence ?? '').toMatchObject({
    verdict: 'pass',
    remaining: [],
    appeared: [],
  });
  await expect(view.getByText(rehearsal?.sentence ?? 'no rehearsal').first()).toBeVisible();
  await view.getByText(/^\d+ statements? ran$/).click();
  await expect(view.getByText(/ADD COLUMN/).first()).toBeVisible();
  await expectAccessible(page);
  await api.verify();
  await expect(view.getByText(/Stale: run #\d+ is newer/)).toBeVisible();
  // Nothing was repaired where it was only tried.
  expect((await api.state()).latest?.report.verdict).toBe('fail');
});
