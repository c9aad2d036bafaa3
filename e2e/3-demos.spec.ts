import type { DemoName } from '../src/shared/job';
import { expect, test } from './test';

/** What each demo must be seen as: the rule, and the table, column, value or index that is named. */
const DEMOS: { name: DemoName; rule: RegExp; names: RegExp; page: string }[] = [
  { name: 'missing-column', rule: /^column\.missing$/, names: /[a-z_]+\.[a-zA-Z]+/, page: '/database' },
  { name: 'missing-table', rule: /^table\.missing$/, names: /[a-z_]+/, page: '/database' },
  {
    name: 'enum-value',
    rule: /^enum\.value-(missing|unexpected)$/,
    names: /[A-Z_]+/,
    page: '/database?view=enums',
  },
  // `dropped-index` is tried with the page of indexes.
  { name: 'invalid-index', rule: /^index\.invalid$/, names: /[a-z_]+/, page: '/indexes' },
  { name: 'manual-sql', rule: /^(column|index)\.unexpected$/, names: /[a-z_]+/, page: '/database' },
  { name: 'slow-route', rule: /^endpoint\.slow$/, names: /GET \/api\//, page: '/endpoints' },
];

test.afterEach(async ({ api }) => {
  if ((await api.state()).demos.length > 0) await api.job({ kind: 'demo', name: 'heal' });
});

for (const { name, rule, names, page: path } of DEMOS) {
  test(`${name} is seen within one run, named, and gone after heal`, async ({ page, api }) => {
    const made = await api.job({ kind: 'demo', name });
    expect(made, made.outcome ?? '').toMatchObject({ state: 'succeeded' });
    const ill = await api.verify();
    expect(ill.demos).toContain(name);
    const findings = ill.latest?.report.checks.flatMap((check) => check.findings) ?? [];
    const finding = findings.find((candidate) => rule.test(candidate.rule));
    expect(finding, `of ${findings.map((candidate) => candidate.key).join(', ')}`).toBeDefined();
    expect(finding?.message).toMatch(names);
    expect(ill.latest?.report.verdict).not.toBe('pass');

    // It stands on the overview, and on the page of its kind.
    await page.goto('/');
    await expect(page.getByText(finding?.rule ?? 'no finding').first()).toBeVisible();
    // A column or a value stands inside the row of its table or enum, which a link opens.
    const { kind, name: subject, table } = finding?.subject ?? { kind: 'table', name: 'no finding' };
    const [owner = '', value = ''] = subject.split('.');
    if (kind === 'column') await page.goto(`${path}?open=public.${table}`);
    else if (kind === 'enum-value') await page.goto(`${path}&open=public.${owner}`);
    else await page.goto(path);
    await expect(page.getByText(kind === 'enum-value' ? value : subject).first()).toBeVisible();

    const healed = await api.job({ kind: 'demo', name: 'heal' });
    expect(healed, healed.outcome ?? '').toMatchObject({ state: 'succeeded' });
    const well = await api.verify();
    expect(well.demos).toEqual([]);
    expect(well.latest?.report.checks.flatMap((check) => check.findings.map((each) => each.key))).toEqual([]);
    expect(well.latest?.report.verdict).toBe('pass');
  });
}
