import { expect, it } from 'vitest';
import { toJson } from './json';
import { decimal } from './testing/fake-client';

it('turns dates, decimals, bigints and bytes into JSON values, at any depth', () => {
  const moment = new Date('2026-03-01T08:00:00.000Z');
  const row = {
    moment,
    list: [decimal(0.25), 7n],
    nested: { bytes: new Uint8Array([1, 2]), none: null, text: 'a', yes: true, lacks: undefined },
  };
  expect(toJson(row)).toEqual({
    moment: '2026-03-01T08:00:00.000Z',
    list: [0.25, 7],
    nested: { bytes: 'AQI=', none: null, text: 'a', yes: true, lacks: undefined },
  });
});

it('refuses a bigint that a number cannot hold', () => {
  expect(() => toJson(2n ** 60n)).toThrow(RangeError);
});
