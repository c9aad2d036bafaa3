import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { between, flag, fraction, integer, moment, pageParams, pagination, slice, UserId } from './params';

const page = z.strictObject(pageParams);

describe('parameters', () => {
  it('page from 1, 20 a page, at most 100', () => {
    expect(page.parse({})).toEqual({ page: 1, pageSize: 20 });
    for (const bad of ['', ' ', '0', '-1', '1.5', '1e3', 'x', '101', '99999999999']) {
      expect(page.safeParse({ pageSize: bad }).success, bad).toBe(false);
    }
    expect(slice({ page: 3, pageSize: 20 })).toEqual({ skip: 40, take: 20 });
    expect(pagination({ page: 3, pageSize: 20 }, 41)).toEqual({ page: 3, pageSize: 20, total: 41, pages: 3 });
    expect(pagination({ page: 1, pageSize: 20 }, 0).pages).toBe(0);
  });

  it('takes fractions, whole numbers and flags as text, and nothing near them', () => {
    expect([fraction.parse('0'), fraction.parse('0.75'), fraction.parse('1')]).toEqual([0, 0.75, 1]);
    for (const bad of ['', '1.1', '-0.1', 'NaN', '0x1'])
      expect(fraction.safeParse(bad).success, bad).toBe(false);
    expect(integer(-5, 5).parse('-3')).toBe(-3);
    expect([flag.parse('true'), flag.parse('false')]).toEqual([true, false]);
    expect(flag.safeParse('1').success).toBe(false);
  });

  it('takes days and moments, and makes a filter of them', () => {
    const from = moment.parse('2026-03-01');
    const to = moment.parse('2026-03-01T08:00:00+02:00');
    expect([from.toISOString(), to.toISOString()]).toEqual([
      '2026-03-01T00:00:00.000Z',
      '2026-03-01T06:00:00.000Z',
    ]);
    expect(moment.safeParse('yesterday').error?.issues[0]?.message).toMatch(/must be a date such as/);
    expect(between({ from, to })).toEqual({ gte: from, lte: to });
    expect(between({ to })).toEqual({ lte: to });
    expect(between({})).toBeUndefined();
  });

  it('takes no user id that no user could have', () => {
    expect(UserId.safeParse('demo-user').success).toBe(true);
    for (const bad of ['', 'a b', 'a\0', "x'--", 'x'.repeat(65)])
      expect(UserId.safeParse(bad).success).toBe(false);
  });
});
