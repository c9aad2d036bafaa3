import { randomUUID } from 'node:crypto';
import { WaiverList } from '../src/shared/waivers';
import { expect, inBothLooks, LOOKS, test } from './test';

test.afterEach(async ({ api, request }) => {
  const list = WaiverList.parse(await (await request.get('/api/health/waivers')).json());
  for (const { id } of list.active) {
    await request.post(`/api/health/waivers/${id}/end`, { data: { name: 'Test', why: 'The test is over.' } });
  }
  if ((await api.state()).demos.length > 0) await api.job({ kind: 'demo', name: 'heal' });
});

test('a finding is waived by a person: amber and counted, and red again when somebody ends it', async ({
  page,
  api,
  request,
}) => {
  test.setTimeout(300_000);
  await expect.poll(async () => (await api.state()).running, { timeout: 90_000 }).toBeNull();
  await api.job({ kind: 'demo', name: 'dropped-index' });
  const { latest: ill } = await api.verify();
  expect(ill?.report.verdict).toBe('fail');
  const errors = ill?.report.checks
    .flatMap(({ findings }) => findings)
    .filter((one) => one.severity === 'error');
  expect(errors?.map(({ rule }) => rule)).toEqual(['index.missing']);
  const key = errors?.[0]?.key ?? '';
  const cause = ill?.report.causes.find(({ rootKeys }) => rootKeys.includes(key));

  // A pattern that names nothing of this run is refused, with why.
  const refused = await request.post('/api/health/waivers', {
    data: {
      requestId: randomUUID(),
      pattern: 'table.missing:public.nothing',
      name: 'Ada Lovelace',
      reason: 'It is built on Sunday.',
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      run: ill?.number,
    },
  });
  expect([refused.status(), await refused.text()]).toEqual([
    400,
    expect.stringContaining('nothing to waive'),
  ]);

  await page.setViewportSize(LOOKS[0]);
  await page.goto(`/?open=${encodeURIComponent(cause?.key ?? key)}`);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toHaveAttribute('data-verdict', 'fail');
  const findings = page.getByRole('region', { name: 'Findings' });
  await findings.getByRole('button', { name: 'Waive…' }).first().click();
  const form = page.getByRole('form', { name: 'Waive' });
  await expect(form.getByLabel(/^What is accepted/)).toHaveValue(key);
  await inBothLooks(page, 'form');

  await form.getByLabel(/^Your name/).fill('Ada Lovelace');
  await form.getByLabel(/^Why it is accepted/).fill('It is built on Sunday.');
  await form.getByRole('button', { name: 'Waive it' }).click();

  await expect(verdict).toHaveAttribute('data-verdict', 'warn', { timeout: 90_000 });
  await expect(verdict.getByRole('link', { name: '1 waived' })).toBeVisible();
  await expect(findings.getByText(/waived by Ada Lovelace \(as typed\) until \d{4}/i).first()).toBeVisible();
  await inBothLooks(page, 'waived');

  await verdict.getByRole('link', { name: '1 waived' }).click();
  await expect(page).toHaveURL(/\/runs#waivers$/);
  const waivers = page.getByRole('region', { name: 'Waivers' });
  const standing = waivers.getByRole('list', { name: 'Waivers that stand' }).getByRole('listitem');
  await expect(standing).toContainText(key);
  await expect(standing).toContainText('1 finding waived');
  await waivers.getByText('End it…').click();
  await inBothLooks(page, 'list');
  await waivers.getByLabel(/^Your name/).fill('Grace Hopper');
  await waivers.getByLabel(/^Why it ends/).fill('It was built already.');
  await waivers.getByRole('button', { name: 'End the waiver' }).click();
  await expect(waivers.getByText('1 waiver that ended')).toBeVisible();
  await waivers.getByText('1 waiver that ended').click();
  await expect(waivers.getByRole('list', { name: 'Waivers that ended' })).toContainText(
    /Ended by Grace Hopper on .*: It was built already\./,
  );
  await page.goto('/');
  await expect(verdict).toHaveAttribute('data-verdict', 'fail');
  await expect(verdict.getByRole('link', { name: /waived/ })).toHaveCount(0);
});
