import { expect, test } from 'vitest';
import { nextDelayMs } from './next-delay';

test('the interval, a tenth more or less', () => {
  expect(nextDelayMs(60_000, 0, 0.5)).toBe(60_000);
  expect(nextDelayMs(60_000, 0, 0)).toBe(54_000);
  expect(nextDelayMs(60_000, 0, 1)).toBe(66_000);
});

test('a target that is down is asked less and less often, and never given up', () => {
  const waits = [1, 2, 3, 4, 5, 1_000].map((failures) => nextDelayMs(60_000, failures, 0.5));
  expect(waits).toEqual([120_000, 240_000, 480_000, 600_000, 600_000, 600_000]);
});

test('an interval longer than the longest wait is kept', () => {
  expect(nextDelayMs(3_600_000, 7, 0.5)).toBe(3_600_000);
});
