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

const points = (...shares: (number | null)[]) => shares.map((share) => ({ share, cold: false }));

test('a sparkline lifts its pen where a run did not measure, and paints a lone point', () => {
  const { warm } = sparklinePaths(points(0.1, null, 0.2, 0.3));
  expect(warm.match(/M/g)).toHaveLength(2);
  expect(warm).toContain('h0');
  expect(warm.match(/L/g)).toHaveLength(1);
});

test('a first request after a start is a dot beside the line', () => {
  const { warm, cold } = sparklinePaths([
    ...points(0.1, 0.2),
    { share: 0.9, cold: true },
    ...points(0.2, 0.1),
  ]);
  expect(cold.match(/M/g)).toHaveLength(1);
  expect(warm.match(/M/g)).toHaveLength(2);
});

test('the budget stays inside of the picture, however slow the route is', () => {
  expect(sparklinePaths(points(0.02)).budgetY).toBeGreaterThan(0);
  expect(sparklinePaths(points(10)).budgetY).toBeLessThan(20);
});
