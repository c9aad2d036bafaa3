import { expect, inBothLooks, test } from './test';

test.afterEach(async ({ api }) => {
  if ((await api.state()).demos.length > 0) await api.job({ kind: 'demo', name: 'heal' });
});

test('from the overview to what changed since green, to the incident and its end, to the report', async ({
  page,
  api,
  request,
}) => {
  // Looks with all rules of axe: on a busy machine that takes its time.
  test.setTimeout(240_000);
  // The first run after a start may be under way.
  await expect.poll(async () => (await api.state()).running, { timeout: 90_000 }).toBeNull();
  const before = (await api.verify()).latest?.number;
  await api.job({ kind: 'demo', name: 'missing-column' });
  const { latest: ill, lastGreen } = await api.verify();
  // On a busy machine a route may be slow and the run amber: then there is no green one to begin from, and no button.
  const green = lastGreen?.number ?? before;
  expect(ill?.report.verdict).toBe('fail');

  await page.goto('/');
  if (lastGreen === null) await page.goto(`/runs?from=${green}&to=${ill?.number}`);
  else await page.getByRole('link', { name: `What changed since #${green}` }).click();
  await expect(page).toHaveURL(new RegExp(`/runs\\?from=${green}&to=${ill?.number}$`));
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison.getByRole('heading', { name: /^Appeared/ })).toBeVisible();
  await expect(comparison).toContainText('column.missing');
  const incidents = page.getByRole('region', { name: 'Incidents' });
  await expect(incidents.getByText('and goes on').first()).toBeVisible();
  const incident = incidents.getByRole('listitem').filter({ hasText: 'and goes on' }).first();
  await incident.getByText('Add a note…').click();
  await incident.getByLabel('Your name').fill('Ada');
  await incident.getByLabel('Note').fill('Somebody dropped a column by hand.');
  await incident.getByRole('button', { name: 'Add it for everybody' }).click();
  await expect(incident.getByRole('list', { name: /^Notes on the incident/ })).toContainText(
    'Somebody dropped a column by hand.',
  );
  const happened = page.getByRole('region', { name: 'What happened' });
  await expect(happened).toContainText('The structure of the database was changed');
  const structure = happened.getByRole('button', { name: 'Structure' });
  await structure.click();
  await expect(structure).toHaveAttribute('aria-pressed', 'false');
  await expect(happened).not.toContainText('The structure of the database was changed');
  await structure.click();
  await inBothLooks(page, 'ill');

  // By keyboard: the other way round, chosen in the table.
  await page.getByRole('radio', { name: `from run #${ill?.number}`, exact: true }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('radio', { name: `to run #${green}`, exact: true }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`from=${ill?.number}&to=${green}$`));
  await expect(comparison.getByRole('heading', { name: /^Resolved/ })).toBeVisible();

  await api.job({ kind: 'demo', name: 'heal' });
  const healed = (await api.verify()).latest?.number;
  await page.goto(`/runs?from=${ill?.number}&to=${healed}`);
  await expect(comparison.getByRole('heading', { name: /^Resolved/ })).toBeVisible();
  await expect(incidents.getByText('and goes on')).toHaveCount(0);

  await page.getByRole('link', { name: `Report of run #${ill?.number}`, exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Schema health of .*, run #/ })).toBeVisible();
  await inBothLooks(page, 'report');
  const saved = await request.get(`/report/${ill?.number}?save=markdown`);
  expect(saved.headers()['content-disposition']).toMatch(/attachment; filename="driftboard-.*\.md"/);
  expect(await saved.text()).toContain('## Evidence for each claim');
});

test('a run that is not kept says so, and the page can be read without JavaScript', async ({
  browser,
  baseURL,
  request,
}) => {
  expect((await request.get('/api/health/runs/compare?from=1&to=999999')).status()).toBe(404);
  expect((await request.get('/report/999999')).status()).toBe(404);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto('/runs');
  await expect(page.getByRole('table', { name: 'Runs, the newest first' })).toBeVisible();
  await context.close();
});
