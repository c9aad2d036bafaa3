import { expect, test } from 'vitest';
import { ribbonText } from './ribbon';
import { sparklinePaths } from './sparkline';

const bar = (number: number, verdict: 'pass' | 'fail' | null) => ({
  number,
  startedAt: '2026-01-01T00:00:00Z',
  verdict,
});

test('a ribbon says in words what its bars show, and does not call a gap a pass', () => {
  expect(ribbonText([], 'Client')).toBe('Client: no run is kept yet.');
  expect(ribbonText([bar(1, 'pass'), bar(2, 'fail'), bar(3, null)], 'Client')).toBe(
    'Client, last 3 runs: 1 Pass, 1 Fail, 1 not measured; newest not measured.',
  );
});

test('a sparkline lifts its pen where a run did not measure, and paints a lone point', () => {
  const { d } = sparklinePaths([10, null, 20, 30], 100);
  expect(d.match(/M/g)).toHaveLength(2);
  expect(d).toContain('h0');
  expect(d.match(/L/g)).toHaveLength(1);
});

test('the budget stays inside of the picture, however slow the route is', () => {
  expect(sparklinePaths([10], 500).budgetY).toBeGreaterThan(0);
  expect(sparklinePaths([5_000], 500).budgetY).toBeLessThan(20);
});
